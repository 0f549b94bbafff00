"""The guide's parts: which pages belong to each, and which of them state facts with sources."""

from __future__ import annotations

from conftest import REPOSITORY

DOCS = REPOSITORY / "docs"


def _pages(folder: str) -> list[str]:
    return sorted(f"{folder}/{path.stem}" for path in (DOCS / folder).glob("*.md") if path.stem != "index")


BACKGROUND = _pages("background")
CONDITIONS = _pages("conditions")
SAFETY = _pages("safety")
REGULATION = _pages("regulation")
DECIDING = _pages("deciding")
LIFE = _pages("life")
# One side of A4 each.
SHEETS = ["deciding/offered-a-treatment", "deciding/questions-to-ask"]
SOURCED = [
    *BACKGROUND,
    *CONDITIONS,
    *SAFETY,
    *REGULATION,
    *DECIDING,
    *LIFE,
    "about/evidence-levels",
    "conditions/index",
    "outlook",
    "overview",
    "questions",
]
