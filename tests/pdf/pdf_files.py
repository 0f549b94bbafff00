"""PDFs as tests look at them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path


class Pdf(NamedTuple):
    """One PDF, its text page by page, and the log of the run that made it."""

    path: Path
    pages: list[str]
    log: str

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pages).split()).replace("’", "'")

    def links(self) -> set[str]:
        """Return the places in the file that its links lead to."""
        wanted = set()
        for page in PdfReader(self.path).pages:
            for annotation in page.get("/Annots", []):
                action = annotation.get_object().get("/A", {})
                if action.get("/S") == "/GoTo" and isinstance(action.get("/D"), str):
                    wanted.add(str(action["/D"]))
        return wanted

    def places(self) -> set[str]:
        return set(PdfReader(self.path).named_destinations)


def make_pdf(folder: Path, source: Path, *options: str) -> Pdf:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "-b", "latex", *options]
    subprocess.run([*command, str(source), str(folder)], check=True)
    subprocess.run(
        ["make", "all-pdf", "LATEXMKOPTS=-silent -halt-on-error"], cwd=folder, check=True, capture_output=True
    )
    path = next(log.with_suffix(".pdf") for log in folder.glob("*.log"))  # the diagrams are PDF files too
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    log = path.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    return Pdf(path, text.split("\f")[:-1], log)
