"""References with sphinxcontrib-bibtex, or without a .bib, or with bibtex left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from conftest import PEOPLE

if TYPE_CHECKING:
    from conftest import Build

BIB = "@misc{A,\n title = {First},\n}\n@misc{B,\n title = {Second},\n}\n"
CONF = 'bibtex_bibfiles = ["_data/references.bib"]\n'
LIST = "\n\n```{bibliography}\n```\n"


def test_the_banner_counts_distinct_references_and_claims_no_check(build: Build) -> None:
    page = "---\nlast_reviewed_on: 2026-11\nreviewed_by: [maintainers]\n---\n# T\n\n"
    body = "One {cite:p}`A` and {cite:t}`A`, two {cite:p}`A,B`." + LIST
    built = build(
        {"index.md": page + body, "_data/people.yaml": PEOPLE, "_data/references.bib": BIB}, conf=CONF
    )
    text = " ".join(BeautifulSoup(built.text("index.html"), "html.parser").get_text().split())
    assert "its 2 references have not yet been matched to their records, nor checked for retractions" in text
    assert "verified" not in text
    assert built.warnings == []


def test_a_citation_for_another_builder_is_not_counted(build: Build) -> None:
    body = "# T\n\n{cite:p}`A`\n\n```{only} latex\n{cite:p}`B`\n```\n" + LIST
    built = build({"index.md": body, "_data/references.bib": BIB}, conf=CONF)
    assert "its 1 reference has not yet" in built.text("index.html")
    assert "its 2 references have not yet" in build(builder="latex").text("test.tex")


@pytest.mark.parametrize("condition", ["html and", "(html", "'x", "a b"])
def test_a_condition_that_cannot_be_read_ends_no_build(build: Build, condition: str) -> None:
    body = f"# T\n\n```{{only}} {condition}\n{{cite:p}}`A`\n```\n" + LIST
    built = build({"index.md": body, "_data/references.bib": BIB}, conf=CONF)
    assert "its 1 reference has not yet" in built.text("index.html")


def test_an_unknown_key_is_no_reference(build: Build) -> None:
    built = build({"index.md": "# T\n\n{cite:p}`A,Nope`" + LIST, "_data/references.bib": BIB}, conf=CONF)
    assert "its 1 reference has not yet" in built.text("index.html")


@pytest.mark.parametrize("title", ["{50% things}", "{open {brace}", "a $x$ {\\em b}"])
def test_a_title_that_is_no_latex_ends_no_build(build: Build, title: str) -> None:
    bib = f"@misc{{A,\n title = {{{title}}},\n}}\n" + BIB.split("\n", 3)[3]
    built = build(
        {"index.md": "# T\n\n{cite:p}`A` {cite:p}`B`" + LIST, "_data/references.bib": bib}, conf=CONF
    )
    assert "Second" in built.text("index.html")
    assert all("[evidence.bibliography]" in line for line in built.warnings)


def test_a_page_without_references_says_nothing_of_them(build: Build) -> None:
    page = "---\nlast_reviewed_on: 2026-11\nreviewed_by: [maintainers]\n---\n# T\n"
    built = build({"index.md": page, "_data/people.yaml": PEOPLE})
    assert "who are not clinicians. Next review due" in BeautifulSoup(
        built.text("index.html"), "html.parser"
    ).get_text().replace("’", "'")


def test_an_unknown_key_is_marked_and_the_known_ones_beside_it_stay_links(build: Build) -> None:
    body = "# T\n\n{cite:p}`A,Missing{p. 3},{see}B`" + LIST
    built = build({"index.md": body, "_data/references.bib": BIB}, conf=CONF)
    paragraph = BeautifulSoup(built.text("index.html"), "html.parser").select("section > p")[0]
    assert "[unknown reference: Missing]" in paragraph.get_text()
    assert len(paragraph.select("a")) == 2
    assert len(built.warnings) == 1


def test_warnings_of_citations_name_the_line_where_their_paragraph_begins(build: Build) -> None:
    built = build(
        {
            "index.md": "# T\n\nFirst.\n\nSecond\nline {cite:p}`Nix`.\n\n```{toctree}\nrst\n```\n" + LIST,
            "rst.rst": "Title\n=====\n\nWords :cite:p:`Nix` and :cite:`Nada`.\n",
            "_data/references.bib": BIB,
        },
        conf=CONF,
    )
    places = sorted(line.split(" WARNING")[0].rsplit("/", 1)[1] for line in built.warnings)
    assert places == ["index.md:5:", "rst.rst:4:", "rst.rst:4:"]


def test_bibtex_is_left_alone_where_the_project_says_so(build: Build) -> None:
    built = build(
        {"index.md": "# T\n\n{cite:p}`Nix`" + LIST, "_data/references.bib": BIB},
        conf=CONF,
        evidence_citations=False,
    )
    assert len(built.warnings) == 1
    assert "[bibtex.key_not_found]" in built.warnings[0]
    assert "its 1 reference" not in built.text("index.html")


def test_a_key_in_another_case_is_one_warning_that_names_the_right_one(build: Build) -> None:
    built = build({"index.md": "# T\n\n{cite:p}`a`" + LIST, "_data/references.bib": BIB}, conf=CONF)
    assert len(built.warnings) == 1
    assert "Did you mean 'A'?" in built.warnings[0]


def test_a_project_without_markdown_without_bib_and_with_another_theme(build: Build) -> None:
    conf = 'extensions = ["sphinx_evidence"]\nhtml_theme = "alabaster"\n'
    built = build({"index.rst": ":status: investigational\n\nTitle\n=====\n\nWords.\n"}, conf=conf)
    assert built.warnings == []
    assert "Investigational" in built.text("index.html")
    assert "Not yet reviewed." in built.text("index.html")
