"""Citations as readers get them: numbered by page, folded, and every form of bibtex's roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from bs4 import Tag

    from conftest import Build, Built

CONF = 'bibtex_bibfiles = ["references.bib"]\n'


def entry(key: str, authors: str, title: str, year: str = "2020") -> str:
    return (
        f"@article{{{key},\n author = {{{authors}}},\n title = {{{{{title}}}}},\n"
        f" journal = {{Journal}},\n year = {{{year}}},\n}}\n"
    )


BIB = (
    "".join(entry(key, f"{key}son, Ann", f"Title {key}") for key in "ABCDEF")
    + entry("Panes2016", "Panés, Julián and García-Olmo, Damián and {van Assche}, Gert", "Many", "2016")
    + entry("Two2018", "One, Ann and Other, Bob", "Two", "2018")
    + entry("Low2019", "de la Cruz, Ana", "Small particle", "2019")
)


def cited(build: Build, body: str, **settings: object) -> list[str]:
    """Return the text of each citation of a page, outside its list."""
    built = build({"index.md": f"# T\n\n{body}\n", "references.bib": BIB}, conf=CONF, **settings)
    assert built.warnings == []
    return [" ".join(group.get_text().split()) for group in groups(built)]


def groups(built: Built) -> list[Tag]:
    return list(BeautifulSoup(built.text("index.html"), "html.parser").select(".evidence-citations"))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{cite:p}`A`", ["(1)"]),
        ("{cite}`A`", ["(1)"]),
        ("{cite:p}`B` {cite:p}`A` {cite:p}`B`", ["(1)", "(2)", "(1)"]),
        ("{cite:p}`A,B`", ["(1,2)"]),
        ("{cite:p}`A,B,C`", ["(1–3)"]),
        ("{cite:p}`A,B,C,D,E` {cite:p}`E,C,A,B`", ["(1–5)", "(1–3,5)"]),
        ("{cite:p}`A,A`", ["(1)"]),
        ("{cite:p}`{see}A{p. 3}`", ["(see 1, p. 3)"]),
        ("{cite:p}`A,B,C` {cite:p}`{see}D{p. 3},A,B,C`", ["(1–3)", "(see 4, p. 3; 1–3)"]),
        ("{cite:p}`A{table 2},B`", ["(1, table 2; 2)"]),
        ("{cite:ps}`A,B`", ["(1,2)"]),
        ("{cite:alp}`A,B,C`", ["1–3"]),
        ("{cite:label}`A` {cite:labelpar}`A`", ["1", "(1)"]),
        ("{cite:t}`Panes2016`", ["Panés et al. (1)"]),
        ("{cite:t}`Two2018`", ["One and Other (1)"]),
        ("{cite:t}`Panes2016,Two2018`", ["Panés et al. (1), One and Other (2)"]),
        ("{cite:t}`{see}Panes2016{p. 4}`", ["see Panés et al. (1, p. 4)"]),
        ("{cite:ts}`Panes2016`", ["Panés, García-Olmo and van Assche (1)"]),
        ("{cite:t}`Low2019` {cite:ct}`Low2019`", ["de la Cruz (1)", "De la Cruz (1)"]),
        ("{cite:year}`Panes2016` {cite:yearpar}`Panes2016`", ["2016", "(2016)"]),
        ("{cite:author}`Panes2016` {cite:authorpar}`Panes2016`", ["Panés et al.", "(Panés et al.)"]),
        ("{cite:cauthor}`Low2019`", ["De la Cruz"]),
        ("{cite:empty}`A` {cite:p}`B`", ["(2)"]),
    ],
)
def test_each_form(build: Build, body: str, shown: list[str]) -> None:
    assert cited(build, body) == shown


def test_no_line_begins_with_a_number(build: Build) -> None:
    text = "# T\n\nWords {cite:p}`A`, a line\n{cite:p}`B` and {cite:t}`C`.\n"
    page = build({"index.md": text, "references.bib": BIB}, conf=CONF).text("index.html")
    paragraph = BeautifulSoup(page, "html.parser").select("section > p")[0].get_text()
    assert paragraph == "Words\xa0(1), a line\xa0(2) and Cson\xa0(3)."


def test_a_range_is_one_link_that_names_all_its_references(build: Build) -> None:
    built = build({"index.md": "# T\n\n{cite:p}`A,B,C,E`\n", "references.bib": BIB}, conf=CONF)
    (link,) = BeautifulSoup(built.text("index.html"), "html.parser").select("p .evidence-citation")
    assert link["href"] == "#ref-A"
    assert link["data-evidence-also"] == "ref-B ref-C ref-E"
    assert link["aria-label"] == "References 1 to 4"
    assert link["role"] == "doc-biblioref"


def test_each_page_counts_from_one(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "index.md": "# T\n\n{cite:p}`A` {cite:p}`B`\n\n```{toctree}\nother\n```\n",
        "other.md": "# O\n\n{cite:p}`B`\n",
        "references.bib": BIB,
    }
    built = build(files, conf=CONF)
    other = BeautifulSoup(built.text("other.html"), "html.parser")
    assert [group.get_text() for group in other.select(".evidence-citations")] == ["(1)"]
    assert [item["id"] for item in other.select(".evidence-references > li")] == ["ref-B"]


def test_a_citation_for_another_builder_takes_no_number(build: Build) -> None:
    body = "```{only} latex\n{cite:p}`A`\n```\n\n{cite:p}`B`"
    assert cited(build, body) == ["(1)"]
    tex = build(builder="latex").text("test.tex")
    assert "\\label{\\detokenize{index:ref-A}}" in tex
    assert tex.index("index:ref-A") < tex.index("index:ref-B")


def test_the_order_is_that_of_the_page_as_it_is_read(build: Build) -> None:
    body = "Note[^n], then {cite:p}`B`.\n\n[^n]: In the note {cite:p}`A`.\n\nLater {cite:p}`C`."
    assert cited(build, body) == ["(1)", "(2)", "(3)"]
    page = BeautifulSoup(build().text("index.html"), "html.parser")
    assert [item["id"] for item in page.select(".evidence-references > li")] == ["ref-B", "ref-C", "ref-A"]


def test_a_citation_in_a_substitution_is_counted_where_it_is_used(build: Build) -> None:
    text = "T\n=\n\n.. |drug| replace:: drug :cite:p:`A`\n\nFirst :cite:p:`B`, then |drug|.\n"
    built = build({"index.rst": text, "references.bib": BIB}, conf=CONF)
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert [group.get_text() for group in page.select(".evidence-citations")] == ["(1)", "(2)"]
    assert built.warnings == []


def test_a_citation_in_a_link_is_no_second_link(build: Build) -> None:
    text = "# T\n\n[as shown {cite:p}`A`](https://example.org)\n"
    built = build({"index.md": text, "references.bib": BIB}, conf=CONF)
    link = BeautifulSoup(built.text("index.html"), "html.parser").select_one("p a.external")
    assert link is not None
    assert link.get_text() == "as shown\N{NO-BREAK SPACE}(1)"
    assert link.select("a") == []


def test_a_citation_in_a_heading_stays_out_of_titles_contents_and_search(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "index.md": "# Title {cite:p}`A`\n\n## Part {cite:p}`Panes2016`\n\nWords.\n\n```{toctree}\nother\n```\n",
        "other.md": "# Other\n\n{doc}`index`\n",
        "references.bib": BIB,
    }
    built = build(files, conf=CONF)
    assert [line.rsplit("/", 1)[1].split(" WARNING")[0] for line in built.warnings] == [
        "index.md:1:",
        "index.md:3:",
    ]
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert page.select_one("h1 .evidence-citations") is not None
    assert page.title is not None
    assert page.title.get_text().startswith("Title ")
    assert "Title\N{NO-BREAK SPACE}(1)" in page.select_one("h1").get_text()  # type: ignore[union-attr]
    assert page.select_one("#part") is not None
    assert "Title" in BeautifulSoup(built.text("other.html"), "html.parser").select_one("p .doc").get_text()  # type: ignore[union-attr]
    index = built.text("searchindex.js")
    assert '"Part"' in index
    assert (
        '"alltitles":{"Other":[[1,null]],"Part":[[0,"part"]],"References":[[0,"references"]],"Title":[[0,null]]}'
        in index
    )
    assert "panes2016" not in index.casefold().replace("ref-panes2016", "")


def test_the_words_around_a_number_are_text_and_never_markup(build: Build) -> None:
    text = "# T\n\n{cite:p}`{<b>see</b>}A{<script>alert(1)</script>}`\n"
    built = build({"index.md": text, "references.bib": BIB}, conf=CONF)
    assert "<script>alert" not in built.text("index.html")
    assert "(&lt;b&gt;see&lt;/b&gt; " in built.text("index.html")
