"""Compare our citations with stock sphinxcontrib-bibtex: the same pages and .bib, clean, again, and after an edit.

Prints seconds, and ours as a multiple of stock's: run it with nothing else on the machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES, CITATIONS, ENTRIES = 200, 20, 1000
CONF = """
extensions = ["myst_parser", "sphinx_evidence"]
bibtex_bibfiles = ["references.bib"]
html_theme = "alabaster"
evidence_citations = {ours}
"""


def write_project(folder: Path, *, ours: bool) -> None:
    """Write a project of PAGES pages with CITATIONS citations each, of ENTRIES references."""
    folder.mkdir()
    (folder / "conf.py").write_text(CONF.format(ours=ours), encoding="utf-8")
    write_bib(folder, "Title")
    names = [f"page{number:03}" for number in range(PAGES)]
    for number, name in enumerate(names):
        keys = [f"Key{(number * 7 + step * 13) % ENTRIES}" for step in range(CITATIONS)]
        text = "\n\n".join(f"A finding {{cite:p}}`{key}`." for key in keys)
        (folder / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    contents = "\n".join([*names, "references"])
    (folder / "index.md").write_text(f"# Start\n\n```{{toctree}}\n{contents}\n```\n", encoding="utf-8")
    (folder / "references.md").write_text("# All\n\n```{bibliography}\n```\n", encoding="utf-8")


def write_bib(folder: Path, title: str) -> None:
    """Write the .bib, in which *title* begins the title of one entry."""
    entries = [
        f'@article{{Key{number},\n  author = {{Roe, Jane A. and Doe, John and M{{\\"u}}ller, C.}},\n'
        f"  title = {{{{{title if number == 7 else 'Title'} {number}}}}},\n  journal = {{Journal}},\n"
        f"  year = {{2020}},\n  pages = {{1--9}},\n  doi = {{10.1000/{number}}},\n}}\n"
        for number in range(ENTRIES)
    ]
    (folder / "references.bib").write_text("".join(entries), encoding="utf-8")


def build(folder: Path) -> float:
    """Build the site and return how long it took, in seconds."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), str(folder / "_build")]
    subprocess.run(command, check=True)  # noqa: S603
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    times: dict[bool, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for ours in (False, True):
            folder = Path(temporary) / f"ours-{ours}"
            write_project(folder, ours=ours)
            times[ours] = [build(folder), build(folder)]
            write_bib(folder, "Corrected title")
            times[ours].append(build(folder))
    print(f"{PAGES} pages, {CITATIONS} citations each, {ENTRIES} references")  # noqa: T201
    for name, stock, own in zip(
        ("clean", "nothing changed", "one entry edited"), times[False], times[True], strict=True
    ):
        print(f"{name:18} stock {stock:6.1f} s   ours {own:6.1f} s   ratio {own / stock:5.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
