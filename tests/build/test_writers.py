"""Banner, notices, directive and role stand in every output, from MyST and from reStructuredText."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Build, Built

pytestmark = pytest.mark.slow  # many builds
WRITERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo")
SUFFIXES = {".html", ".xhtml", ".tex", ".txt", ".1", ".texi"}


def words(built: Built) -> str:
    """Return everything that the build wrote for readers, as plain words."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(built.outdir.rglob("*"))
        if path.suffix in SUFFIXES and "_static" not in path.parts
    ]
    text = "\n".join(texts)
    if "<html" in text:
        text = unescape(re.sub(r"<[^>]+>", "", text))
    text = re.sub(
        r"\\textquotesingle|\\\(aq|\\&|\\sphinx[a-z]+|\\DUrole\{[^}]*\}|\\f[BIP]|@\w+\{\d*,*", "", text
    )
    return plain(text)


def plain(text: str) -> str:
    """Return *text* without quotes and markup signs, which each writer sets in its own way."""
    return " ".join(re.sub(r"[\\{}@*`'’]", "", text).split())


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("parallel", [0, 2])
def test_every_writer_says_what_the_record_says(build: Build, writer: str, parallel: int) -> None:
    built = build(root="writers", builder=writer, parallel=parallel)
    assert built.warnings == []
    text = words(built)
    for phrase in (
        "Last reviewed: November 2026 by the guide's maintainers, who are not clinicians",
        "its 1 reference has not yet been matched to its record, nor checked for retraction",
        "Next review due: November 2027.",
        "The review is current. Edits since the review cannot be excluded.",
        "No clinician and no patient group has reviewed this page.",
        "Written from an article last reviewed in January 2026. Sources searched up to November 20, 2026.",
        "Last reviewed: October 5, 2026",
        "Next review due: April 5, 2027.",
        "Stromal cells: Still being tested.",
        "Transplant: Used in specialist centres",
        "Examplocel was withdrawn in Ruritania: December 2024.",
        "HSCT: Used in specialist centres",
        "Investigational: Stromal cells for lupus",
        "Body of the directive.",
        "Phase 2",
        "certainty of evidence: low (our judgement, in GRADE's words)",
        "not approved in the US or EU as of November 2026",
        "NCT02633163",
        "Words about stromal cells (investigational) in a line.",
        "Investigational: Cells for sclerosis",
        "Words about other cells (investigational) in a line.",
    ):
        assert plain(phrase) in text
    assert text.count("The treatments listed here remain investigational") == 2


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("parallel", [0, 2])
def test_a_later_day_shows_in_every_writer_with_nothing_edited(
    build: Build, writer: str, parallel: int
) -> None:
    build(root="writers", builder=writer, parallel=parallel)
    soon = build(builder=writer, parallel=parallel, evidence_today="2027-04-01")
    assert "The next review is due soon." in words(soon)
    assert words(soon).count("The review is current.") == 1
    late = build(builder=writer, parallel=parallel, evidence_today="2027-12-01")
    assert words(late).count("The next review is overdue") == 2
    assert "The review is current." not in words(late)
    assert late.warnings == []


@pytest.mark.parametrize("first", ["html", "text"])
def test_two_writers_that_share_their_doctrees_are_each_right(build: Build, first: str) -> None:
    second = "text" if first == "html" else "html"
    build(root="writers", builder=first)
    build(builder=second)
    build(builder=first, evidence_today="2027-12-01")
    late = build(builder=second, evidence_today="2027-12-01")
    assert words(late).count("The next review is overdue") == 2


def test_the_latex_has_a_box_of_its_own_for_each_word(build: Build) -> None:
    tex = build(root="writers", builder="latex").text("writers.tex")
    for kind in ("investigational", "specialistuse", "withdrawn"):
        assert f"\\begin{{sphinxevidencenotice}}{{{kind}}}" in tex
    assert "sphinxadmonition" not in tex
    assert (tex.count("\\begin{sphinxevidencereview}"), tex.count("\\end{sphinxevidencereview}")) == (2, 2)


def test_a_date_is_machine_readable_in_html(build: Build) -> None:
    page = build(root="writers").text("index.html")
    assert '<time datetime="2026-11">November 2026</time>' in page
    assert '<time datetime="2026-11-20">November 20, 2026</time>' in page


def test_the_man_pages_name_line_holds_only_its_title(build: Build) -> None:
    lines = build(root="writers", builder="man").text("writers.1").splitlines()
    name = lines.index(".SH NAME")
    assert lines[name + 1].startswith("writers ")
    assert lines[name + 2] == ".sp"
