"""The banner: two axes, true words, marked up for machines, on the right pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from conftest import PEOPLE

if TYPE_CHECKING:
    from bs4 import Tag

    from conftest import Build, Built

CLINICIAN = """
- id: doctor
  name: A. Example
  role: clinician
  credentials: rheumatologist
"""


def reviewed(*lines: str) -> str:
    front_matter = "\n".join(["last_reviewed_on: 2026-01", "reviewed_by: [maintainers]", *lines])
    return f"---\n{front_matter}\n---\n# Title\n\nWords.\n"


def banner(built: Built, page: str = "index.html") -> Tag:
    found = BeautifulSoup(built.text(page), "html.parser").select(".evidence-review")
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        ("2026-11-22", "current", "The review is current."),
        ("2026-12-31", "current", "The review is current."),
        ("2027-01-01", "due-soon", "The next review is due soon."),
        ("2027-01-31", "due-soon", "The next review is due soon."),
        ("2027-02-01", "overdue", "The next review is overdue"),
    ],
)
def test_the_date_axis_moves_with_the_day_of_the_build(
    build: Build, today: str, state: str, words: str
) -> None:
    built = build({"index.md": reviewed(), "_data/people.yaml": PEOPLE}, evidence_today=today)
    shown = banner(built)
    assert shown["data-state"] == state
    assert words in shown.get_text()
    assert "Next review due: January 2027." in shown.get_text()
    assert built.warnings == []


def test_it_stands_below_the_title_and_before_the_first_words(build: Build) -> None:
    built = build({"index.md": reviewed("status: investigational"), "_data/people.yaml": PEOPLE})
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    title = page.find("h1")
    assert title is not None
    siblings = title.find_next_siblings()
    classes = [sibling.get("class") for sibling in siblings]
    assert "evidence-review" in (classes[0] or [])
    assert "evidence-notice" in (classes[1] or [])
    assert siblings[2].get_text() == "Words."


def test_the_script_finds_the_last_day_of_the_due_month(build: Build) -> None:
    shown = banner(build({"index.md": reviewed(), "_data/people.yaml": PEOPLE}))
    assert shown["data-due"] == "2027-01-31"
    assert shown["data-soon-days"] == "30"
    assert shown["data-overdue"] == "The next review is overdue: this page may no longer be right."


def test_style_and_script_are_files_and_nothing_is_inline(build: Build) -> None:
    built = build({"index.md": reviewed("status: investigational"), "_data/people.yaml": PEOPLE})
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    ours = page.select(".evidence-review, .evidence-review *, .evidence-notice, .evidence-notice *")
    assert ours
    for tag in ours:
        assert tag.name not in {"script", "style"}
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")]
    script = page.select_one("script[src*='evidence-review.js']")
    assert script is not None
    assert script.has_attr("defer")
    assert (built.outdir / "_static" / "evidence-review.js").is_file()
    assert page.select_one("link[href*='evidence.css']") is not None


@pytest.mark.parametrize("builder", ["html", "text", "man", "texinfo", "latex", "epub"])
@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_an_untitled_page_keeps_its_metadata_and_has_a_banner(
    build: Build, builder: str, suffix: str
) -> None:
    page = {
        "md": "---\norphan: true\nnotice: 2026-11-20 It has changed.\n---\nNo title.\n",
        "rst": ":orphan:\n:notice: 2026-11-20 It has changed.\n\nNo title.\n",
    }[suffix]
    built = build(
        {"index.md": "# T\n", f"untitled.{suffix}": page}, builder=builder, version="1", copyright="n"
    )
    assert built.warnings == []
    if builder == "html":
        text = BeautifulSoup(built.text("untitled.html"), "html.parser").get_text()
        assert text.index("This page has not been updated.") < text.index("Not yet reviewed.")


def test_a_page_that_was_never_reviewed_says_so(build: Build) -> None:
    shown = banner(build({"index.md": "# Title\n\nWords.\n"}))
    assert shown["data-state"] == "never"
    assert not shown.has_attr("data-due")
    assert " ".join(shown.get_text().split()) == "Not yet reviewed. Nobody has checked this page as a whole."


def test_a_scope_alone_is_no_review(build: Build) -> None:
    shown = banner(build({"index.md": "---\nreview_scope: content\n---\n# T\n"})).get_text()
    assert "This review covered" not in shown


def test_who_read_only_the_references_did_not_review_the_page(build: Build) -> None:
    built = build({"index.md": reviewed("review_scope: references"), "_data/people.yaml": PEOPLE})
    assert len(built.warnings) == 1
    assert "Not yet reviewed." in banner(built).get_text()
    assert "maintainers" not in banner(built).get_text()


def test_a_bad_date_is_no_review(build: Build) -> None:
    page = "---\nlast_reviewed_on: 2026-13\nreviewed_by: [maintainers]\n---\n# T\n"
    built = build({"index.md": page, "_data/people.yaml": PEOPLE})
    assert "Not yet reviewed." in banner(built).get_text()


def test_the_content_axis_compares_the_digest_that_was_recorded(build: Build) -> None:
    built = build({"index.md": reviewed(), "_data/people.yaml": PEOPLE})
    assert "Edits since the review cannot be excluded." in banner(built).get_text()
    digest = built.app.env.get_domain("evidence").data["digests"]["index"]
    unchanged = build({"index.md": reviewed(f"review_digest: {digest}")})
    assert "The text is unchanged since this review." in banner(unchanged).get_text()
    edited = build({"index.md": reviewed(f"review_digest: {digest}").replace("Words.", "Other words.")})
    assert "This page has been edited since its last review." in banner(edited).get_text()


def test_only_a_clinician_is_shown_as_one(build: Build) -> None:
    page = reviewed().replace("[maintainers]", "[doctor]")
    shown = banner(build({"index.md": page, "_data/people.yaml": PEOPLE + CLINICIAN})).get_text()
    assert "by A. Example, clinician (rheumatologist)." in shown
    assert "No patient group has reviewed this page." in shown
    assert "No clinician" not in shown


def test_an_unknown_reviewer_is_never_printed(build: Build) -> None:
    page = reviewed().replace("[maintainers]", "[Dr. Nobody]")
    built = build({"index.md": page, "_data/people.yaml": PEOPLE})
    assert "Nobody" not in banner(built).get_text()
    assert "by somebody whose record is missing" in banner(built).get_text()


def test_a_page_can_opt_out_with_a_reason_and_a_project_with_a_pattern(build: Build) -> None:
    built = build(
        {
            "index.md": "---\nreview: none (a list)\n---\n# Title\n\n```{toctree}\napi/one\nmore\n```\n",
            "api/one.md": "# One\n",
            "more.md": "# More\n",
        },
        evidence_review_exclude=["api/*"],
    )
    assert built.warnings == []
    assert "evidence-review" not in built.text("index.html").replace("evidence-review.js", "")
    assert "evidence-review" not in built.text("api/one.html").replace("evidence-review.js", "")
    assert banner(built, "more.html")


def test_a_doctree_rendered_before_its_post_transforms_has_no_banner_yet(build: Build) -> None:
    app = build({"index.md": reviewed(), "_data/people.yaml": PEOPLE}).app
    parts = app.builder.render_partial(app.env.get_doctree("index"))  # type: ignore[attr-defined]
    assert "Words." in parts["fragment"]


def test_an_archive_can_keep_its_states(build: Build) -> None:
    built = build({"index.md": reviewed(), "_data/people.yaml": PEOPLE}, evidence_reader_day=False)
    assert not banner(built).has_attr("data-due")


def test_a_page_without_a_title_has_its_banner_on_top(build: Build) -> None:
    built = build({"index.md": "Only words.\n"})
    assert built.text("index.html").index("evidence-review") < built.text("index.html").index("Only words.")


def test_notices_carry_the_word_and_a_line_for_each_kind(build: Build) -> None:
    status = "status:\n  Cells: investigational\n  More cells: investigational\n  Transplant: specialist use"
    built = build({"index.md": reviewed(status), "_data/people.yaml": PEOPLE})
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    notices = page.select(".evidence-notice")
    assert [notice.select_one(".evidence-title").get_text() for notice in notices] == [  # type: ignore[union-attr]
        "Investigational",
        "Specialist use",
    ]
    assert [len(notice.select("li")) for notice in notices] == [2, 0]


@pytest.mark.parametrize("word", ["background", ""])
def test_a_page_with_nothing_to_mark_has_no_notice(build: Build, word: str) -> None:
    built = build({"index.md": reviewed(f"status: {word}" if word else ""), "_data/people.yaml": PEOPLE})
    assert "evidence-notice" not in built.text("index.html")


def test_one_word_for_the_whole_page_gets_the_default_text(build: Build) -> None:
    built = build({"index.md": "---\nstatus: investigational\n---\n# T\n"})
    text = " ".join(BeautifulSoup(built.text("index.html"), "html.parser").get_text().split())
    assert (
        "Stem cell therapy remains investigational for this use and is not a replacement for established treatment."
        in text
    )
