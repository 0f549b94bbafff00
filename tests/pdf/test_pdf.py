"""The real PDF: its words are there, nothing sticks out, nothing is blank or undefined."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from conftest import REPOSITORY
from pdf.pdf_files import make_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from pdf.pdf_files import Pdf

# One worker makes the guide's PDF, which takes a minute.
pytestmark = [pytest.mark.slow, pytest.mark.tex, pytest.mark.poppler, pytest.mark.xdist_group("pdf")]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    return make_pdf(tmp_path_factory.mktemp("guide"), REPOSITORY / "docs", "-c", str(REPOSITORY))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    """The examples with pdfLaTeX, which is Sphinx's default in other projects."""
    return make_pdf(tmp_path_factory.mktemp("examples"), REPOSITORY / "tests" / "examples")


def test_the_words_are_there(guide: Pdf) -> None:
    for words in (
        "About this guide",
        "No clinician and no patient group has reviewed it.",
        "Written from an article last reviewed in January 2026.",
        "Investigational",
        "Mesenchymal stromal cells: Still being tested.",
        "Specialist use",
        "Key messages",
        "The bottom line",
        "NCT02633163",
        "First checkpoint: the thymus",  # in a diagram
        "Studies of cell treatment in multiple sclerosis",
        "For clinicians",
        "Glossary",
    ):
        assert words in guide.text


def test_no_page_is_blank(guide: Pdf) -> None:
    assert len(guide.pages) > 10
    assert [
        number for number, page in enumerate(guide.pages, 1) if len(page.split()) < 12 and number > 1
    ] == []


def test_no_chapter_is_only_a_heading(guide: Pdf) -> None:
    last_chapter = guide.text.split("Every source that a page of this guide cites,")[1]
    assert "Cited on: Stem cells and autoimmune disease" in last_chapter
    titles = [entry.title for entry in PdfReader(guide.path).outline if not isinstance(entry, list)]
    assert titles.count("References") == 1
    assert "Bibliography" not in titles


def test_nothing_sticks_out_by_more_than_ten_points(guide: Pdf) -> None:
    assert [
        float(points)
        for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", guide.log)
        if float(points) > 10
    ] == []


@pytest.mark.parametrize(
    "fault",
    ["Missing character", "undefined references", "multiply-defined", "LaTeX Error", "Undefined control"],
)
def test_the_log_has_no_fault(guide: Pdf, fault: str) -> None:
    assert fault not in guide.log


def test_every_typeface_is_in_the_file(guide: Pdf) -> None:
    rows = subprocess.run(
        ["pdffonts", str(guide.path)], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows), rows
    assert {row.split()[0].split("+")[1].split("-")[0] for row in rows} <= {
        "TeXGyrePagella",
        "TeXGyreHeros",
        "TeXGyreCursor",
    }


def test_names_in_other_scripts_are_printed_in_the_guide_s_own_typefaces(tmp_path: Path) -> None:
    bib = tmp_path / "r.bib"
    names = "Øre, Åse and Пирогов, Иван and {王小明} and {さくら} and Παπάς, Γ"
    bib.write_text(
        f"@article{{A,\n author = {{{names}}},\n title = {{{{β₂ H₂O Ж}}}},\n journal = {{Čas}},\n year = 2020,\n}}\n",
        encoding="utf-8",
    )
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text("# T\n\n## Part\n\nWords {cite:p}`A`.\n", encoding="utf-8")
    options = ("-c", str(REPOSITORY), "-D", f"bibtex_bibfiles={bib}", "-D", "evidence_owner=")
    pdf = make_pdf(tmp_path / "pdf", source, *options)
    assert "Missing character" not in pdf.log
    for name in ("Øre Å", "Пирогов И", "王小明", "さくら", "Παπάς Γ"):
        assert name in pdf.text


def test_it_is_a4_with_a_title_and_an_outline(guide: Pdf) -> None:
    reader = PdfReader(guide.path)
    assert reader.metadata is not None
    assert reader.metadata.title == "Stem cells and autoimmune disease: a living evidence guide"
    assert round(float(reader.pages[0].mediabox.width)) == 595
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert "About this guide" in titles
    assert "References" in titles


def test_every_link_inside_leads_somewhere(guide: Pdf) -> None:
    wanted = guide.links()
    assert len(wanted) > 70
    assert wanted <= guide.places()


def test_a_sheet_takes_one_page(guide: Pdf) -> None:
    reader = PdfReader(guide.path)
    chapters = [entry for entry in reader.outline if isinstance(entry, Destination)]
    starts = {entry.title: reader.get_destination_page_number(entry) or 0 for entry in chapters}
    after = dict(zip(starts, list(starts.values())[1:], strict=False))
    for title in ("I was offered a treatment", "Questions to ask"):
        assert after[title] == starts[title] + 1


def test_every_state_and_status_has_its_box(examples: Pdf) -> None:
    for words in (
        "The review is current.",
        "The next review is due soon.",
        "The next review is overdue: this page may no longer be right.",
        "Nobody has checked this page as a whole.",
        "This page has been edited since its last review.",
        "The text is unchanged since this review.",
        "Edits since the review cannot be excluded.",
        "Investigational: Made-up cells for a made-up disease",
        "Approved product",
        "Withdrawn product",
        "Established",
        "Specialist use",
        "made-up cells (investigational) are marked too",
    ):
        assert words in examples.text
    assert "LaTeX Error" not in examples.log
