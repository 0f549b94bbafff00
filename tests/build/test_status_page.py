"""``{review-status}``: what it shows of all pages, in every writer, and on which build it is written again."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.search import js_index

from conftest import PEOPLE
from sphinx_evidence.review.status_page import status_shown

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build, Built

STATUS = "---\nreview: none (made from the record)\n---\n# The states\n\nBefore.\n\n```{review-status}\n```\n\nAfter.\n"
IN_RST = ":review: none (made from the record)\n\nThe states\n==========\n\n.. review-status::\n"
FRONT = "---\nlast_reviewed_on: {day}\nreviewed_by: [maintainers]\n---\n"
START = "---\nreview: none (a start)\n---\n# Start\n\n```{toctree}\nstates\nold\nnew\nunread\n```\n"
FILES: dict[str, str | bytes] = {
    "index.md": START,
    "states.md": STATUS,
    "old.md": FRONT.format(day="2025-10-03") + "# An old page\n\nWords.\n",
    "new.md": FRONT.format(day="2026-10") + "# A new page\n\nOther words.\n",
    "unread.md": "# An unread page\n",
    "_data/people.yaml": PEOPLE,
}
SAID = (
    "On November 22, 2026, 3 pages are meant to be reviewed: 1 current, 0 due soon, 1 overdue, 1 never reviewed. "
    "2 pages are not reviewed, each with a reason."
)


def place(built: Built, page: str = "states.html") -> Tag:
    found = BeautifulSoup(built.text(page), "html.parser").select(".evidence-review-status")
    assert len(found) == 1
    return found[0]


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").replace(" ,", ",").split())


def tables(shown: Tag) -> dict[str, list[list[str]]]:
    """Return the rows of each table below its caption."""
    return {
        words(table.caption): [
            [words(cell) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
        ]
        for table in shown.find_all("table")
    }


def files(built: Built) -> dict[str, bytes]:
    """Return what readers get of a site."""
    return {
        str(path.relative_to(built.outdir)): path.read_bytes()
        for path in sorted(built.outdir.rglob("*"))
        if path.suffix in {".html", ".js", ".json", ".css"}
    }


@pytest.mark.parametrize("source", ["md", "rst"])
def test_it_shows_the_day_the_counts_and_every_page(build: Build, source: str) -> None:
    page = {"states.md": STATUS} if source == "md" else {"states.rst": IN_RST}
    others = {name: text for name, text in FILES.items() if name != "states.md"}
    built = build({**others, **page}, fatal=True)
    shown = place(built)
    assert words(shown.p) == SAID
    assert shown.p is not None
    assert [day["datetime"] for day in shown.p.find_all("time")] == ["2026-11-22"]
    states, months, pages = tables(shown).values()
    assert states == [
        ["Review", "Pages", "Unchanged", "Edited", "Not known"],
        ["Current", "1", "0", "0", "1"],
        ["Due soon", "0", "0", "0", "0"],
        ["Overdue", "1", "0", "0", "1"],
        ["Never reviewed", "1", "–", "–", "–"],
        ["All", "3", "0", "0", "2"],
    ]
    assert months[:2] == [["Month", "Pages"], ["October 2026", "1"]]
    assert (len(months), months[-1]) == (14, ["October 2027", "1"])
    by = "by the guide's maintainers, who are not clinicians"
    assert pages == [
        ["Page", "Last reviewed", "Due", "State"],
        ["An old page", f"October 3, 2025 {by}", "October 3, 2026", "Overdue; edits cannot be excluded"],
        ["An unread page", "–", "–", "Never reviewed"],
        ["A new page", f"October 2026 {by}", "October 2027", "Current; edits cannot be excluded"],
    ]
    assert words(shown.find_all("p")[-3]) == "Not reviewed, each with a reason:"
    assert [words(item) for item in shown.select("li")] == [
        "Start : a start",
        "The states : made from the record",
    ]


def test_a_text_that_was_edited_since_its_review_is_told(build: Build) -> None:
    digest = f"review_digest: v1-{'0' * 32}\n---\n"
    built = build({**FILES, "new.md": str(FILES["new.md"]).replace("---\n# A", f"{digest}# A")})
    states, _months, pages = tables(place(built)).values()
    assert states[1] == ["Current", "1", "0", "1", "0"]
    assert pages[3][3] == "Current; text edited since the review"


def test_each_table_heads_its_rows_and_columns_and_each_chart_stands_before_its_table(build: Build) -> None:
    shown = place(build(FILES))
    for table in shown.find_all("table"):
        assert table.thead is not None
        assert table.caption is not None
        for row in table.find_all("tr"):
            first = row.find(["th", "td"])
            assert first is not None
            assert first.name == "th"
    assert [tag.name for tag in shown.find_all(["figure", "table"])] == ["figure", "table"] * 2 + ["table"]
    assert len(shown.select("svg[role=img]")) == 2


def test_nothing_is_inline_and_no_id_stands_twice(build: Build) -> None:
    built = build({**FILES, "states.md": STATUS + "\n```{review-status}\n```\n"}, html_theme="furo")
    page = BeautifulSoup(built.text("states.html"), "html.parser")
    ours = page.select(".evidence-review-status *")
    assert len(page.select(".evidence-review-status svg")) == 4
    for tag in ours:
        assert tag.name not in {"script", "style", "foreignobject", "use"}
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")]
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    assert page.select_one("link[href*='evidence-status.css']") is not None
    assert (built.outdir / "_static" / "evidence-status.css").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("builder", "name", "link"),
    [
        ("html", "states.html", 'href="old.html"'),
        ("dirhtml", "states/index.html", 'href="../old/"'),
        ("singlehtml", "index.html", 'href="#document-old"'),
        ("epub", "states.xhtml", 'href="old.xhtml"'),
        ("latex", "test.tex", r"\hyperref[\detokenize{old::doc}]"),
        ("text", "states.txt", ""),
        ("man", "test.1", ""),
        ("texinfo", "test.texi", "@ref{"),
    ],
)
@pytest.mark.parametrize("parallel", [0, 2])
def test_every_writer_has_its_tables_and_links(
    build: Build, builder: str, name: str, link: str, parallel: int
) -> None:
    settings = {"epub_copyright": "x", "version": "1"} if builder == "epub" else {}
    built = build(
        FILES, builder=builder, parallel=parallel, nitpicky=True, numfig=True, fatal=True, **settings
    )
    text = built.text(name)
    assert link in text
    plain = words(BeautifulSoup(text, "html.parser")) if "<html" in text else " ".join(text.split())
    assert SAID in plain
    for said in (
        "Every page and the state of its review",
        "An unread page",
        "Never reviewed",
        "November 2026",
    ):
        assert said in plain
    assert text.count("<svg") == (2 if "html" in builder else 0)
    assert text.count(r"\begin{sphinxevidencechart}") == (2 if builder == "latex" else 0)
    assert text.count(r"\begin{longtable}") == (1 if builder == "latex" else 0)
    assert ("Current: 1" in plain) == ("html" in builder or builder == "latex")
    if builder == "epub":
        ET.fromstring(text)  # noqa: S314  # our own


@pytest.mark.parametrize(
    ("builder", "name", "link"),
    [("latex", "test.tex", "{{{docname}::doc}}"), ("texinfo", "test.texi", ",,{title}}}")],
)
def test_a_page_that_an_output_leaves_out_is_named_without_a_link(
    build: Build, builder: str, name: str, link: str
) -> None:
    start = START.replace("old\n", "") + f"\n````{{only}} not {builder}\n```{{toctree}}\nold\n```\n````\n"
    alone = "---\norphan: true\n---\n# A lone page\n"
    built = build({**FILES, "index.md": start, "alone.md": alone}, builder=builder)
    assert built.warnings == []
    text = built.text(name)
    titles = {"alone": "A lone page", "old": "An old page", "new": "A new page"}
    assert all(title in text for title in titles.values())
    links = {
        docname for docname, title in titles.items() if link.format(docname=docname, title=title) in text
    }
    assert links == {"new"}


def test_gettext_finds_the_authors_words_and_none_of_ours(build: Build) -> None:
    messages = build(FILES, builder="gettext").text("states.pot")
    assert messages.count("msgid") == 4  # its head, the title, and two paragraphs
    assert 'msgid "After."' in messages


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_later_day_moves_tables_and_charts_as_a_clean_build_does(
    build: Build, tmp_path: Path, parallel: int
) -> None:
    many = {f"more{number}.md": f"# More {number}\n" for number in range(8)}
    listed = "\n".join(sorted(name.removesuffix(".md") for name in many))
    start = START.replace("unread\n", f"unread\n{listed}\n")
    before = place(build({**FILES, **many, "index.md": start}, parallel=parallel))
    later = build(evidence_today="2027-11-20", parallel=parallel)
    after = place(later)
    assert "2 overdue" in words(after.p)
    assert tables(before) != tables(after)
    assert str(before.select("svg")[0]) != str(after.select("svg")[0])
    clean = build(evidence_today="2027-11-20", parallel=parallel, builddir=tmp_path / "clean")
    assert files(later) == files(clean)


def test_the_day_moves_where_no_state_does(build: Build) -> None:
    build(FILES)
    shown = place(build(evidence_today="2026-11-23"))
    assert words(shown.p) == SAID.replace("November 22", "November 23")


def test_a_manual_has_no_empty_address_and_no_heading_in_the_place_of_a_caption(build: Build) -> None:
    caption = "Every page and the state of its review"
    manual = build(FILES, builder="man").text("test.1")
    assert "<>" not in manual
    assert f"\n.sp\n{caption}\n" in manual
    assert ".sp\nOn November 22, 2026, 3 pages" in manual
    texinfo = build(builder="texinfo").text("test.texi")
    assert "each with a reason.\n\nPages by the state" in texinfo


def test_what_happens_to_other_pages_shows_in_the_next_build(build: Build, tmp_path: Path) -> None:
    def again(changed: dict[str, str | bytes]) -> str:
        built = build(changed)
        assert files(built) == files(build(builddir=tmp_path / "clean"))
        shutil.rmtree(tmp_path / "clean")
        return words(place(built))

    source = build(FILES).app.srcdir
    assert "An added page" in again(
        {"index.md": START.replace("old", "old\nadded"), "added.md": "# An added page\n"}
    )
    assert "A renamed page" in again({"added.md": "# A renamed page\n"})
    assert "4 pages are meant to be reviewed: 2 current" in again(
        {"added.md": FRONT.format(day="2026-11-01") + "# A renamed page\n"}
    )
    (source / "added.md").unlink()
    assert "A renamed page" not in again({"index.md": START})
    assert "by other maintainers" in again(
        {"_data/people.yaml": PEOPLE.replace("the guide's maintainers", "other maintainers")}
    )


def test_only_the_pages_that_show_it_are_written_for_another_pages_state(build: Build) -> None:
    built = build(FILES)
    assert status_shown(built.app.env, "states")
    assert not status_shown(built.app.env, "new")
    before = {
        name: (built.outdir / name).stat().st_mtime_ns for name in ("states.html", "new.html", "unread.html")
    }
    build({"old.md": str(FILES["old.md"]).replace("2025-10-03", "2026-11-03")})
    after = {name: (built.outdir / name).stat().st_mtime_ns for name in before}
    assert [name for name in before if before[name] != after[name]] == ["states.html"]


def test_a_page_that_no_longer_shows_it_is_left_alone_on_the_next_day(build: Build) -> None:
    build(FILES)
    built = build({"states.md": STATUS.replace("```{review-status}\n```\n", "")})
    assert not status_shown(built.app.env, "states")
    before = (built.outdir / "states.html").stat().st_mtime_ns
    build(evidence_today="2026-11-23")
    assert (built.outdir / "states.html").stat().st_mtime_ns == before


def test_it_is_nothing_that_the_page_says(build: Build) -> None:
    with_it = build(FILES).app.env.get_domain("evidence").data["digests"]["states"]
    without = build({"states.md": STATUS.replace("```{review-status}\n```\n", "")})
    assert without.app.env.get_domain("evidence").data["digests"]["states"] == with_it


def test_the_page_is_no_result_of_a_search_for_another_pages_title(build: Build) -> None:
    built = build({**FILES, "old.md": "# Xylophone\n"})
    index = js_index.loads(built.text("searchindex.js"))
    assert words(place(built)).count("Xylophone") == 1
    assert index["docnames"].index("old") in _as_list(index["titleterms"]["xylophon"])
    assert index["docnames"].index("states") not in _as_list(index["terms"]["xylophon"])


def _as_list(pages: int | list[int]) -> list[int]:
    """Return the pages of a word, which the index gives without a list where there is one."""
    return pages if isinstance(pages, list) else [pages]


def test_hostile_titles_and_reasons_are_words(build: Build) -> None:
    evil = "<script>alert(1)</script> & {date} %s \\input{/etc/passwd} $x$"
    in_rst = evil.replace("\\", "\\\\")
    page = f":review: none ({evil})\n\n{in_rst}\n{'=' * 80}\n"
    changed = {**FILES, "index.md": START.replace("unread", "evil"), "evil.rst": page}
    del changed["unread.md"]
    built = build(changed)
    shown = place(built)
    assert words(shown.select_one("a[href='evil.html']")) == evil
    assert [script.get_text() for script in shown.find_all("script")] == []
    assert f"{evil} : {evil}" in words(shown)
    tex = build(builder="latex").text("test.tex")
    assert r"\input{/etc/passwd}" not in tex


@pytest.mark.parametrize("theirs", [{}, {"review_exclude": True}])
def test_without_a_page_to_review_there_is_no_chart(build: Build, theirs: dict[str, bool]) -> None:
    settings = {"evidence_review_exclude": ["*"]} if theirs else {}
    some = FILES if theirs else {"index.md": STATUS}
    built = build(some, fatal=True, **settings)
    shown = place(built, "states.html" if theirs else "index.html")
    assert "On November 22, 2026, no page is meant to be reviewed." in words(shown.p)
    assert shown.select("svg") == []
    assert tables(shown) == {}


def test_our_words_are_marked_where_there_are_none_in_the_language_of_the_page(build: Build) -> None:
    shown = place(build(FILES, language="pl"))
    assert shown["lang"] == "en"
    link = shown.select_one("a[href='old.html']")
    assert link is not None
    around = link.find_parent(lang=True)
    assert around is not None
    assert around["lang"] == "pl"


def test_words_and_dates_are_in_the_language_of_the_page(build: Build) -> None:
    shown = place(build(FILES, language="es"))
    assert not shown.find_all(lang=True)
    assert not shown.has_attr("lang")
    assert "3 de octubre de 2025" in words(shown)
    assert "Never reviewed" not in words(shown)


@pytest.mark.slow
def test_five_hundred_pages_are_shown_quickly(build: Build) -> None:
    pages: dict[str, str | bytes] = {
        f"p{number:03}.md": FRONT.format(day=f"20{20 + number % 7}-0{1 + number % 9}") + f"# Page {number}\n"
        for number in range(500)
    }
    start = "# Start\n\n```{toctree}\n:glob:\n\n*\n```\n"
    built = build({**pages, "index.md": start, "states.md": STATUS, "_data/people.yaml": PEOPLE}, parallel=2)
    assert len(tables(place(built))["Every page and the state of its review"]) == 502
    began = time.perf_counter()
    built.app.env.get_and_resolve_doctree("states", built.app.builder)
    status_shown(built.app.env, "states")
    assert time.perf_counter() - began < 5
