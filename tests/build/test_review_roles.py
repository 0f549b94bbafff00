"""Who read what: the latest review of each role, what each covered, who looks after the page, and notices of change."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

    from conftest import Build, Built

PEOPLE = """
- {id: us, name: the maintainers, kind: group, role: maintainer}
- {id: doctor, name: Dr A, role: clinician, credentials: rheumatologist}
- {id: surgeon, name: Dr B, role: clinician}
- {id: patients, name: the Lupus Group, kind: group, role: patient reader}
- {id: editor, name: Ed, role: editor}
"""
BODY = "# Title\n\nWords.\n\n## Harms\n\nFever.\n\n### Late harms\n\nUnknown.\n\n## Dose\n\nOne.\n"
HOSTILE = "<script>alert(1)</script> 100 % of $5 & a_b^c #1 {x} ~ \\input{y} `q` .so z @w"
WRITERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo")
SUFFIXES = {".html", ".xhtml", ".tex", ".txt", ".1", ".texi"}


def page(*lines: str, body: str = BODY) -> str:
    """Return a page that the maintainers reviewed in May 2026, with *lines* more in its front matter."""
    return "\n".join(["---", "last_reviewed_on: 2026-05", "reviewed_by: [us]", *lines, "---", body])


def others(*lines: str) -> str:
    return "\n".join(["other_reviews:", *(f"  - {line}" for line in lines)])


def project(index: str, **pages: str) -> dict[str, str | bytes]:
    more = {f"{name}.md": text for name, text in pages.items()}
    return {"index.md": index, "_data/people.yaml": PEOPLE, **more}


def paragraphs(built: Built, name: str = "index.html") -> list[str]:
    """Return the banner's paragraphs."""
    (banner,) = BeautifulSoup(built.text(name), "html.parser").select(".evidence-review")
    return [" ".join(paragraph.get_text().split()) for paragraph in banner.select("p")]


def shown(built: Built) -> list[str]:
    """Return the paragraphs on the reviews that stand beside the last one."""
    return [text for text in paragraphs(built) if re.match("Only|Also", text)]


def data(built: Built, name: str = "index") -> tuple[str, dict[str, str]]:
    """Return the digest of a page, and those of its sections."""
    kept = evidence_domain(built.app.env).data
    return kept["digests"][name], {key: value[1] for key, value in kept["sections"][name].items()}


def record(built: Built, name: str = "index") -> dict[str, object]:
    """Return what pages.json says of a page, once it has been held against its schema."""
    content = json.loads(built.text("pages.json"))
    Draft202012Validator(json.loads(built.text("pages.schema.json"))).validate(content)
    found: dict[str, object] = next(entry for entry in content["pages"] if entry["docname"] == name)
    return found


def test_the_latest_review_of_each_role_stands_in_the_banner(build: Build) -> None:
    lines = others(
        "2025-04 by doctor", "2026-03-05 by surgeon (content)", "2026-02 by patients", "2024-01 by us"
    )
    built = build(project(page(lines)))
    assert built.warnings == []
    assert paragraphs(built) == [
        "Last reviewed: May 2026 by the maintainers, who are not clinicians. Next review due: May 2027.",
        "The review is current. Edits since the review cannot be excluded.",
        "Also reviewed: March 5, 2026 by Dr B, clinician. Edits since then cannot be excluded.",
        "Also reviewed: February 2026 by the Lupus Group (patient reader, not clinicians). "
        "Edits since then cannot be excluded.",
    ]
    assert "Dr A" not in built.text("index.html")


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ((), "No clinician and no patient group has reviewed this page."),
        (("2026-03 by doctor",), "No patient group has reviewed this page."),
        (("2026-03 by patients",), "No clinician has reviewed this page."),
        (("2026-03 by doctor, patients",), ""),
        (("2026-03 by doctor (section harms)",), "No clinician and no patient group has reviewed this page."),
        (("2026-03 by doctor (references)",), "No clinician and no patient group has reviewed this page."),
    ],
)
def test_who_read_a_part_never_counts_as_having_read_the_page(
    build: Build, lines: tuple[str, ...], missing: str
) -> None:
    built = build(project(page(others(*lines) if lines else "")))
    found = [text for text in paragraphs(built) if text.startswith("No ")]
    assert found == ([missing] if missing else [])
    reviewed_by = record(built)["review"]
    assert isinstance(reviewed_by, dict)
    assert [person["id"] for person in reviewed_by["reviewed_by"]] == ["us"]


def test_a_review_of_a_section_is_told_as_one_with_its_own_state(build: Build) -> None:
    _digest, sections = data(build(project(page())))
    assert list(sections) == ["harms", "late-harms", "dose"]
    harms, dose = sections["harms"], sections["dose"]
    lines = others(f"2026-03 by doctor (section harms) {harms}", f"2026-03 by surgeon (section dose) {dose}")
    says = [
        "Only the section “Harms” was read by Dr A, clinician (rheumatologist): March 2026. "
        "Unchanged since then.",
        "Only the section “Dose” was read by Dr B, clinician: March 2026. Unchanged since then.",
    ]
    built = build({"index.md": page(lines)})
    assert (shown(built), built.warnings) == (says, [])
    # A subsection is part of its section; another section and the words above are not.
    built = build(
        {"index.md": page(lines, body=BODY.replace("Unknown.", "Known.").replace("Words", "Others"))}
    )
    assert shown(built) == [says[0].replace("Unchanged", "Edited"), says[1]]
    built = build({"index.md": page(lines, body=BODY.replace("## Harms", "## Risks"))})
    assert shown(built)[0].startswith("Only the section “harms” was read by ")
    assert shown(built)[0].endswith("Edits since then cannot be excluded.")
    (warning,) = built.warnings
    assert "index.md:4: WARNING: other_reviews: the page has no section 'harms'" in warning
    assert "its sections are risks, late-harms, dose" in warning


def test_a_section_can_be_named_in_restructuredtext(build: Build) -> None:
    text = (
        ":last_reviewed_on: 2026-05\n:reviewed_by: us\n"
        ":other_reviews: 2026-03 by doctor (section harms); 2026-03 by patients (references)\n"
        ":owner: editor\n:review_scope: content\n:notice: 2026-11-20 It has changed.\n\n"
        "Title\n=====\n\nWords.\n\nHarms\n-----\n\nFever.\n"
    )
    built = build({"index.rst": text, "_data/people.yaml": PEOPLE})
    assert built.warnings == []
    assert [line.split(":")[0] for line in shown(built)] == [
        "Only the references were read against their sources",
        "Only the section “Harms” was read by Dr A, clinician (rheumatologist)",
    ]
    assert record(built)["owner"] == "editor"
    assert record(built)["notice"] == {"on": "2026-11-20", "text": "It has changed."}


def test_a_review_of_the_references_alone_is_told_as_one(build: Build) -> None:
    digest, _sections = data(build(project(page())))
    built = build({"index.md": page(others(f"2026-06 by doctor (references) {digest}"))})
    assert shown(built) == [
        "Only the references were read against their sources: June 2026 by Dr A, clinician (rheumatologist). "
        "Unchanged since then."
    ]
    assert record(built)["other_reviews"] == [
        {
            "on": "2026-06",
            "reviewed_by": [{"id": "doctor", "name": "Dr A", "role": "clinician"}],
            "scope": ["references"],
            "section": None,
            "content_state": "unchanged",
        }
    ]
    built = build(
        {"index.md": page(others(f"2026-06 by doctor (references) {digest}"), body="# T\n\nOther.\n")}
    )
    assert shown(built)[0].endswith("Edited since then.")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((), ""),
        (("review_scope: content",), " This review covered the text, not its references."),
        (("review_scope: references, content",), " This review covered the text and its references."),
    ],
)
def test_what_the_last_review_covered_is_told_where_it_was_recorded(
    build: Build, lines: tuple[str, ...], sentence: str
) -> None:
    bib = "@misc{A,\n title = {T},\n}\n"
    cites = {"index.md": page(*lines, body=f"{BODY}\nCited {{cite:p}}`A`.\n"), "_data/references.bib": bib}
    built = build(project("") | cites, conf='bibtex_bibfiles = ["_data/references.bib"]\n')
    expected = f"The review is current. Edits since the review cannot be excluded.{sentence}"
    assert paragraphs(built)[1] == expected


@pytest.mark.parametrize(
    ("setting", "line", "owner"),
    [
        ("", "title: T", None),
        ("us", "title: T", "us"),
        ("us", "owner: editor", "editor"),
        ("", "owner: editor", "editor"),
        ("us", "review: none (a list)", "us"),
    ],
)
def test_a_page_is_looked_after_by_its_own_owner_or_the_project_s(
    build: Build, setting: str, line: str, owner: str | None
) -> None:
    built = build(project(f"---\n{line}\n---\n{BODY}"), evidence_owner=setting)
    assert (record(built)["owner"], built.warnings) == (owner, [])


def notice(built: Built, name: str = "index.html") -> Tag:
    (found,) = BeautifulSoup(built.text(name), "html.parser").select(".evidence-changed")
    return found


def test_a_notice_of_a_change_stands_between_title_and_banner(build: Build) -> None:
    built = build(
        project(page("status: investigational", "notice: 2026-11-20 The EMA has warned of <b>it</b>."))
    )
    found = notice(built)
    assert found.get_text(" ", strip=True) == (
        "Something has changed This page has not been updated. November 20, 2026 : The EMA has warned of <b>it</b>."
    )
    title = BeautifulSoup(built.text("index.html"), "html.parser").find("h1")
    assert title is not None
    classes = [" ".join(sibling.get("class") or []) for sibling in title.find_next_siblings()][:3]
    assert ["evidence-changed" in classes[0], "evidence-review" in classes[1]] == [True, True]
    assert "evidence-investigational" in classes[2]
    assert found.find("time", datetime="2026-11-20") is not None
    assert found["role"] == "note"
    assert "no-search" in (found.get("class") or [])
    assert record(built)["notice"] == {"on": "2026-11-20", "text": "The EMA has warned of <b>it</b>."}
    gone = build({"index.md": page("status: investigational")})
    assert "evidence-changed" not in gone.text("index.html")


@pytest.mark.parametrize("line", ["review: none (a list)", "last_reviewed_on: 2026-05"])
def test_a_page_has_its_notice_whether_it_is_reviewed_or_not(build: Build, line: str) -> None:
    built = build(
        project(f"---\n{line}\nnotice: 2026-11 It changed.\n---\n{BODY}"), evidence_review_exclude=["x"]
    )
    assert "It changed." in notice(built).get_text()
    assert ("evidence-review-state" in built.text("index.html")) == (not line.startswith("review:"))


def test_a_notice_is_no_content_and_no_message_of_the_author(build: Build, tmp_path: Path) -> None:
    digest, sections = data(build(project(page())))
    with_notice = page(
        "notice: 2026-11 It changed.", others("2026-03 by doctor (section harms)"), "owner: us"
    )
    assert data(build({"index.md": with_notice})) == (digest, sections)
    messages = build(builder="gettext", builddir=tmp_path / "gettext").text("index.pot")
    assert 'msgid "Fever."' in messages
    for generated in ("changed", "updated", "reviewed", "clinician", "Only"):
        assert generated not in messages


def words(built: Built) -> str:
    """Return what the build wrote for readers, without quotes and markup signs, which each writer sets its own way."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(built.outdir.rglob("*"))
        if path.suffix in SUFFIXES and "_static" not in path.parts
    ]
    text = "\n".join(texts)
    if "<html" in text:
        text = unescape(re.sub(r"<[^>]+>", "", text))
    text = re.sub(
        r"\\text(quotesingle|less|greater|asciitilde|asciicircum|asciigrave|backslash|quotedbl\w+)", "", text
    )
    text = re.sub(r"\\\(aq|\\&|\\sphinx[a-z]+|\\DUrole\{[^}]*\}|\\f[BIP]|@\w+\{\d*,*|\\%|\\p\b", "", text)
    return plain(text)


def plain(text: str) -> str:
    return " ".join(re.sub(r"[\\{}@*`'’“”<>_^~%$&#]|``|''", "", text).split())


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("parallel", [0, 2])
def test_every_writer_tells_all_of_it(build: Build, writer: str, parallel: int) -> None:
    other = page(others("2026-01 by doctor"), body="# Other\n\nUnread.\n")
    files = project(page(), other=other, **{f"page{number}": f"# Page {number}\n" for number in range(6)})
    digest, sections = data(build(files))
    listed = "\n".join(
        sorted(name.removesuffix(".md") for name in files if name.endswith(".md") and name != "index.md")
    )
    body = f"{BODY.replace('Words.', 'Other words.')}\n```{{toctree}}\n{listed}\n```\n"
    lines = others(
        f"2026-03 by surgeon {digest}",
        f"2026-02 by patients (section harms) {sections['harms']}",
        "2026-01 by editor (references)",
    )
    yaml = HOSTILE.replace("'", "''")
    edited = page(
        f"review_digest: {digest}", lines, "review_scope: content", f"notice: '2026-11-20 {yaml}'", body=body
    )
    built = build({"index.md": edited}, builder=writer, parallel=parallel, copyright="nobody", version="1")
    assert built.warnings == []
    text = words(built)
    for phrase in (
        "Something has changed",
        "This page has not been updated. November 20, 2026:",
        "alert(1)",
        "Last reviewed: May 2026 by the maintainers, who are not clinicians. Next review due: May 2027.",
        "The review is current. This page has been edited since its last review.",
        "Also reviewed: March 2026 by Dr B, clinician. Edited since then.",
        "Only the references were read against their sources: January 2026 by Ed, editor, not a clinician. "
        "Edits since then cannot be excluded.",
        "Only the section Harms was read by the Lupus Group (patient reader, not clinicians): February 2026. "
        "Unchanged since then.",
        "The review is current. Edits since the review cannot be excluded.",
        "Also reviewed: January 2026 by Dr A, clinician (rheumatologist). Edits since then cannot be excluded.",
    ):
        assert text.count(plain(phrase)) >= 1, phrase
    assert text.index("Something has changed") < text.index("Last reviewed: May 2026")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("writer", "name", "written"),
    [
        (
            "html",
            "index.html",
            "&lt;script&gt;alert(1)&lt;/script&gt; 100 % of $5 &amp; a_b^c #1 {x} ~ \\input{y}",
        ),
        (
            "epub",
            "index.xhtml",
            "&lt;script&gt;alert(1)&lt;/script&gt; 100 % of $5 &amp; a_b^c #1 {x} ~ \\input{y}",
        ),
        (
            "latex",
            "test.tex",
            r"100 \% of \$5 \& a\_b\textasciicircum{}c \#1 \{x\} \textasciitilde{} \textbackslash{}input\{y\}",
        ),
        ("text", "index.txt", "<script>alert(1)</script> 100 % of $5 & a_b^c #1"),
        ("man", "test.1", r"<script>alert(1)</script> 100 % of $5 & a_b^c #1 {x} ~ \einput{y}"),
        ("texinfo", "test.texi", "#1 @{x@} ~ \\input@{y@}"),
    ],
)
def test_hostile_words_of_a_notice_stay_words(build: Build, writer: str, name: str, written: str) -> None:
    built = build(
        project(page(f"notice: '2026-11-20 {HOSTILE}'")), builder=writer, copyright="nobody", version="1"
    )
    text = " ".join(built.text(name).split())
    assert written in text
    if writer in {"html", "epub"}:
        assert "<script>alert" not in text
    assert built.warnings == []


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_person_shows_in_the_next_build_with_no_page_edited(build: Build, parallel: int) -> None:
    lines = others("2026-03 by doctor", "2026-02 by patients (section harms)")
    files = project(
        page(lines), **{f"page{number}": f"---\norphan: true\n---\n{BODY}" for number in range(6)}
    )
    first = build(files, parallel=parallel)
    untouched = (first.outdir / "page0.html").stat().st_mtime_ns
    people = PEOPLE.replace("name: Dr A", "name: Dr Z").replace("the Lupus Group", "some patients")
    built = build({"_data/people.yaml": people}, parallel=parallel)
    assert [re.split(r"[,(]", line.split(" by ")[1])[0].strip() for line in shown(built)] == [
        "Dr Z",
        "some patients",
    ]
    assert (built.outdir / "page0.html").stat().st_mtime_ns == untouched
    gone = build({"_data/people.yaml": PEOPLE.replace("id: doctor", "id: nobody")}, parallel=parallel)
    assert [line.split(" by ")[1].split(" (")[0] for line in shown(gone)] == ["the Lupus Group"]
    assert len(gone.warnings) == 1
    assert "index.md:5: WARNING: nobody in the people file has the id 'doctor'" in gone.warnings[0]


def test_an_edit_of_another_page_leaves_the_banner_and_its_warnings_as_they_were(build: Build) -> None:
    read = page("orphan: true", others("2026-03 by doctor (section gone)"))
    built = build(project("# Start\n\nWords.\n", read=read))
    assert len(built.warnings) == 1
    before = (paragraphs(built, "read.html"), built.warnings, (built.outdir / "read.html").stat().st_mtime_ns)
    again = build({"index.md": "# Start\n\nOther words.\n"})
    assert "Other words." in again.text("index.html")
    after = (paragraphs(again, "read.html"), again.warnings, (again.outdir / "read.html").stat().st_mtime_ns)
    assert after == before
