"""A page with citations of every kind, as the extension writes them, in a theme's own page."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Page

CARD = ".evidence-card"
STATIC = REPOSITORY / "ext" / "sphinx_evidence" / "static"
CONF = f"""
project = "Citations"
html_theme = "%s"
html_static_path = [{str(STATIC)!r}]
html_css_files = ["evidence-citations.css"]
html_js_files = [
    ("evidence-citations.js", {{"defer": "defer"}}), ("evidence-copy.js", {{"defer": "defer"}})
]
"""
PROSE = "Mesenchymal stem cells were given once into the tract, and the fistula was seen after a day. " * 5
FIRST = (
    "Panés J, García-Olmo D, Van Assche G. Expanded allogeneic stem cells. Lancet. 2016;388(10051):1281-90."
)
HOSTILE = "<b id=bold>Bold</b> &lt;img src=x onerror=document.title='run'&gt; 2017."
CROWD = ", ".join(f"Author{number} X" for number in range(3000)) + ". A trial of many. 2018."
LONG = "the European Crohn’s and Colitis Organisation with the European Society of Coloproctology, in 2024"
BIBTEX = "@online{overview,\n  title = {Overview},\n  year  = {2026},\n}"


def cite(number: int, key: str, label: str = "", *, also: str = "", text: str = "") -> str:
    """Return one link; as a number, unless a text is given."""
    named = f"Reference{'s' if also else ''} {label or number}"
    named = f"{text}, {named}" if text else named
    more = f' data-evidence-also="{also}"' if also else ""
    return (
        f'<a class="reference internal evidence-citation" id="cite-{number}" href="#ref-{key}"{more} '
        f'role="doc-biblioref" aria-label="{named}">{text or label.replace(" to ", "–") or number}</a>'
    )


def group(*links: str) -> str:
    return f'<span class="evidence-citations">({",".join(links)})</span>'


def reference(key: str, text: str, *, cited: bool = True) -> str:
    back = f'<a class="reference internal" href="#cite-1" role="doc-backlink">{key}</a>'
    return (
        f'<li class="evidence-reference" id="ref-{key}">\n<p class="evidence-reference-text">{text}\n'
        f'   <a class="reference external" href="https://doi.org/10.1/{key}">doi:10.1/{key}</a></p>'
        + (f'<p class="evidence-backlinks">Cited: {back}</p>' if cited else "")
        + "</li>"
    )


def references(tag: str, items: list[str]) -> str:
    words = 'data-copy="Copy" data-copied="Copied" data-close="Close" data-goto="In the list of references"'
    return f'<{tag} class="evidence-references" {words}>{"".join(items)}</{tag}>'


def fragment() -> str:
    cells = "".join(f"<td>A long cell of the table, number {number}</td>" for number in range(6))
    many = group(*(cite(100 + number, "A", str(100 + 2 * number)) for number in range(60)))
    items = [reference("Panes2016", FIRST), reference("A", HOSTILE), reference("B", "Bee B. 2018.")]
    items += [reference("C", CROWD), reference("Uncited", "Nobody N. 2019.", cited=False)]
    items += [reference(f"N{number}", f"{FIRST} {number}") for number in range(6, 121)]
    return f"""
<h2>A heading {group(cite(20, "A"))}</h2>
<p id="first">{PROSE} Words {group(cite(1, "Panes2016"), cite(2, "A", "2 to 3", also="ref-B"))} and
 <button id="after">the next thing to focus</button> <b id="elsewhere">text</b></p>
<p><span class="evidence-citations">{cite(3, "Panes2016", text="Panés et al.")}</span> and {cite(4, "C")} and
 <span class="evidence-citations">{cite(5, "A", text=LONG)}</span>
 and many {many} and one that is not here {cite(6, "missing")} or not whole {cite(7, "A", also="ref-missing")}.</p>
<div class="admonition note"><p class="admonition-title">Note</p><p>Said {group(cite(21, "A"))}.</p></div>
<div class="table-wrapper container" id="wrapper"><table class="docutils">
 <caption>A caption {group(cite(22, "A"))}</caption>
 <tr>{cells}<td>{group(cite(23, "Panes2016"))}</td></tr></table></div>
<aside class="footnote"><p>A footnote {group(cite(24, "A"))}</p></aside>
<p>{PROSE * 8}</p><p id="low">Far down {group(cite(8, "Panes2016"))}</p><p>{PROSE * 8}</p>
<section id="references" role="doc-bibliography"><h2>References</h2>{references("ol", items)}
<p class="evidence-downloads">References of this page: <a class="reference download internal" download
 href="_references/overview.bib">BibTeX</a></p></section>
<details class="evidence-cite-page" data-copy="Copy" data-copied="Copied"><summary>Cite this page</summary>
 <p class="evidence-cite-text">Maintainers.
  Overview [Internet].</p><pre class="evidence-cite-bibtex">{BIBTEX}</pre></details>
<p>{PROSE * 8}</p>
"""


def crowded() -> str:
    """A page of 2,000 citations and 500 references."""
    cited = "".join(f"<p>Said {group(cite(number, f'K{number % 500}'))}</p>" for number in range(2000))
    return cited + references("ol", [reference(f"K{number}", FIRST) for number in range(500)])


def site_wide() -> str:
    """The site's own list, which has no numbers, with a citation of it on the same page."""
    listed = references("ul", [reference("A", "Ay A. 2017."), reference("B", "Bee B. 2018.")])
    return f"<p>{cite(1, 'A')}</p>" + listed.replace("evidence-backlinks", "evidence-cited-on")


def site(folders: pytest.TempPathFactory, theme: str) -> Path:
    """Build the pages in a theme once; return the folder of the site."""
    folder = folders.getbasetemp() / f"citations-{theme}"
    if folder.exists():
        return folder / "site"
    source = folder / "source"
    source.mkdir(parents=True)
    (source / "conf.py").write_text(CONF % theme, encoding="utf-8")
    for name, html in (("index", fragment()), ("crowded", crowded()), ("all", site_wide())):
        indented = html.replace("\n", "\n   ")
        text = f":orphan:\n\nCitations\n=========\n\n.. raw:: html\n\n   {indented}\n"
        (source / f"{name}.rst").write_text(text, encoding="utf-8")
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
