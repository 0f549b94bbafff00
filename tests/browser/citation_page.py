"""Pages with citations of every kind, built by the extension in a theme's own page."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from conftest import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Page

CARD = ".evidence-card"
PHONE: dict[str, Any] = {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 700}}
CONF = """
project = "The guide"
author = "the maintainers"
html_baseurl = "https://guide.example/"
html_theme = "%s"
extensions = ["myst_parser", "sphinx_evidence"]
exclude_patterns = ["_data"]
myst_enable_extensions = ["attrs_inline", "colon_fence"]
bibtex_bibfiles = ["_data/references.bib"]
evidence_today = "2026-11-22"
"""
REVIEWED = "---\norphan: true\nlast_reviewed_on: 2026-11-20\nreviewed_by: [maintainers]\n---\n"
LISTS = "---\norphan: true\nreview: none (a list)\n---\n"
PROSE = "Mesenchymal stem cells were given once into the tract, and the fistula was seen after a day. " * 5

# The ids follow from the order in which the page `index` cites, footnotes last.
ONE, RANGE, IN_ROW, RANGE_IN_ROW = "#cite-1", "#cite-2", "#cite-3", "#cite-4"
BY_NAME, HIGH, LONG_NAME, MOST = "#cite-5", "#cite-6", "#cite-7", "#cite-9"
NOTE, HEADING, CAPTION, CELL = "#cite-70", "#cite-71", "#cite-72", "#cite-73"
LOW, FOOTNOTE = "#cite-74", "#cite-75"
FIRST_PARAGRAPH = f"p:has({ONE})"
RANGE_KEYS = ("Hostile2017", "Bee2018", "Cee2018")
MANY = range(8, 128)  # the numbers of the references N8 to N127

ORGANISATION = "European Crohn’s and Colitis Organisation with the European Society of Coloproctology"
HOSTILE = '<img src=x onerror="document.title=\'run\'"> and <b id="elsewhere">bold</b>'
TITLES = {
    "Panes2016": "Expanded allogeneic~stem cells",  # a no-break space
    "Hostile2017": HOSTILE,
    "Bee2018": "Bees",
    "Cee2018": "Seas",
    "High2018": "A title that never ends, " * 250,
}


def article(key: str, title: str) -> str:
    return (
        f"@article{{{key},\n  author = {{Panés, Julián and García-Olmo, Damián and Van Assche, Gert}},\n"
        f"  title = {{{title}}},\n  journal = {{Lancet}},\n  year = {{2016}},\n  volume = {{388}},\n"
        f"  number = {{10051}},\n  pages = {{1281-1290}},\n  doi = {{10.1000/{key}}},\n}}\n"
    )


def bibliography() -> str:
    titles = TITLES | {f"N{number}": f"The trial number {number}" for number in MANY}
    titles |= {f"K{number}": "One of a crowd" for number in range(500)}
    return "".join(article(key, title) for key, title in titles.items()) + (
        f"@report{{Ecco2024,\n  author = {{{{{ORGANISATION}}}}},\n  title = {{Statement}},\n"
        "  institution = {Ecco},\n  year = {2024},\n}\n"
        "@online{Uncited2019,\n  author = {Nobody, Ann},\n  title = {Nothing},\n  year = {2019},\n"
        "  url = {https://nobody.example/},\n}\n"
    )


def every_kind() -> str:
    """A page with citations of every kind and a list of more than a hundred references."""
    cells = " | ".join(f"A long cell of the table, number {number}" for number in range(6))
    everything = ",".join(f"N{number}" for number in MANY)
    row = ",".join(f"N{number}" for number in MANY[::2])
    return f"""{REVIEWED}# Citations

{PROSE} Words [here]{{#elsewhere}} {{cite:p}}`Panes2016`, {{cite:p}}`{",".join(RANGE_KEYS)}` and
[the next link](https://next.example/).

In a row {{cite:p}}`Panes2016,Bee2018,Cee2018,High2018`, {{cite:t}}`Panes2016`, {{cite:p}}`High2018` and
{{cite:author}}`Ecco2024`; {{cite:empty}}`Uncited2019` with a page {{cite:p}}`Panes2016{{p. 3}}`,
all {{cite:p}}`{everything}`, many {{cite:p}}`{row}`, and a key that nobody knows {{cite:p}}`Missing2020`.[^1]

:::{{note}}
Said {{cite:p}}`Panes2016`.
:::

## A heading {{cite:p}}`Bee2018`

:::{{table}} A caption {{cite:p}}`Panes2016`
| {cells} | Last |
|---|---|---|---|---|---|---|
| {cells} | {{cite:p}}`Panes2016` |
:::

{PROSE * 8}

Far down {{cite:p}}`Panes2016`

{PROSE * 8}

[^1]: A footnote {{cite:p}}`Panes2016`.
"""


def crowded() -> str:
    """A page of 2,000 citations and 500 references."""
    cited = "".join(f"Said {{cite:p}}`K{number % 500}`\n\n" for number in range(2000))
    return f"{REVIEWED}# A crowd\n\n{cited}"


PAGES = {
    "short": LISTS + "# Short\n\nSaid {cite:p}`Panes2016`\n",
    "all": LISTS + "# References\n\n```{references}\n:scope: site\n```\n",
}


def site(folders: pytest.TempPathFactory, theme: str) -> Path:
    """Build the pages in a theme once; return the folder of the site."""
    folder = folders.getbasetemp() / f"citations-{theme}"
    if folder.exists():
        return folder / "site"
    source = folder / "source"
    (source / "_data").mkdir(parents=True)
    (source / "conf.py").write_text(CONF % theme, encoding="utf-8")
    (source / "_data" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (source / "_data" / "references.bib").write_text(bibliography(), encoding="utf-8")
    for name, text in (PAGES | {"index": every_kind(), "crowded": crowded()}).items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", str(source), str(folder / "site")]
    subprocess.run(command, check=True)
    return folder / "site"


def stop_the_clock(page: Page) -> None:
    """Let the page's timers run only when a test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(60_000)


def hover(page: Page, citation: str) -> None:
    """Point at a citation and wait for its card."""
    page.locator(citation).hover()
    page.wait_for_selector(CARD)
