"""Pages to take along: LaTeX sets them in an environment of their own, a site by its style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from conftest import Build

INDEX = "# Title\n\n```{toctree}\nsheet\nother\n```\n"
SHEET = "# Questions\n\n- What is it?\n"
MARK = "```{rst-class} evidence-sheet\n```\n\n"
PAGES = {"index.md": INDEX, "sheet.md": MARK + SHEET, "other.md": "# Other\n\nWords.\n"}


def test_a_sheet_is_set_with_its_title_in_an_environment_that_ends_before_the_next_page(build: Build) -> None:
    built = build(PAGES, builder="latex")
    (sheet,) = built.text("test.tex").split(r"\begin{sphinxevidencesheet}")[1:]
    sheet, after = sheet.split(r"\end{sphinxevidencesheet}")
    assert r"\chapter{Questions}" in sheet
    assert "What is it?" in sheet
    assert "Other" not in sheet
    assert r"\chapter{Other}" in after
    assert built.warnings == []


@pytest.mark.parametrize(("builder", "file"), [("html", "sheet.html"), ("singlehtml", "index.html")])
def test_a_style_sheet_does_it_on_a_site(build: Build, builder: str, file: str) -> None:
    page = BeautifulSoup(build(PAGES, builder=builder).text(file), "html.parser")
    (sheet,) = page.select("section.evidence-sheet")
    assert "What is it?" in sheet.text
    assert page.select('link[href*="evidence-sheets.css"]')


def test_a_label_before_a_sheet_is_written_once(build: Build) -> None:
    built = build(PAGES | {"sheet.md": "(mine)=\n" + MARK + SHEET}, builder="latex")
    assert built.text("test.tex").count(r"\label{\detokenize{sheet:mine}}") == 1


def test_a_page_without_the_class_is_none(build: Build) -> None:
    built = build(PAGES | {"sheet.md": SHEET}, builder="latex")
    assert "sphinxevidencesheet" not in built.text("test.tex")
