"""Draw the dark variant of each diagram in docs/_diagrams: the same drawing with its colours exchanged."""

from __future__ import annotations

import re
from pathlib import Path

DIAGRAMS = Path(__file__).parent.parent / "docs" / "_diagrams"
DARK = {
    "#1f2328": "#e4e7eb",  # letters
    "#4a6785": "#8fb4dc",  # lines and edges
    "#f2f5f9": "#1c2530",  # a box
    "#2f6b4a": "#74c69d",  # the edge of what is known
    "#e9f3ec": "#16281e",  # what is known
    "#8a6100": "#e0b04c",  # the edge of what is guessed
    "#fdf6e3": "#2b2411",  # what is guessed
    "#9b2c2c": "#f08a8a",  # the edge of what goes wrong
    "#fbecec": "#331a1a",  # what goes wrong
}


def darkened(drawing: str) -> str:
    """Return an SVG with each colour's dark counterpart.

    Raises:
        KeyError: a colour has no counterpart in `DARK`.
    """
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: DARK[colour[0]], drawing)


def light_diagrams() -> list[Path]:
    """Return the drawings that are made by hand."""
    return sorted(path for path in DIAGRAMS.glob("*.svg") if not path.stem.endswith("-dark"))


def dark_path(light: Path) -> Path:
    """Return where the dark variant of a drawing is kept."""
    return light.with_name(f"{light.stem}-dark.svg")


if __name__ == "__main__":
    for light in light_diagrams():
        dark_path(light).write_text(darkened(light.read_text(encoding="utf-8")), encoding="utf-8")
