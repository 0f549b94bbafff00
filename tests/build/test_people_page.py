"""``{review-people}``: who is in the people file, what they have signed, and which roles nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import PEOPLE
from sphinx_evidence.review.people import Role

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build, Built

PAGE = "---\nreview: none (made from the record)\n---\n# People\n\n```{review-people}\n```\n"
IN_RST = ":review: none (made from the record)\n\nPeople\n======\n\n.. review-people::\n"
START = "---\nreview: none (a start)\n---\n# Start\n\n```{toctree}\npeople\none\ntwo\n```\n"
EVERYBODY = (
    PEOPLE
    + """
- id: doctor
  name: A. Example
  role: clinician
  credentials: rheumatologist, Exampletown
  interests: shares in Example & Co.
  interests_declared_on: 2026-03-04
- id: reader
  name: B. Example
  role: second reader
  interests: none declared
  interests_declared_on: 2026-03
"""
)
FILES: dict[str, str | bytes] = {
    "index.md": START,
    "people.md": PAGE,
    "one.md": "---\nlast_reviewed_on: 2026-05\nreviewed_by: [maintainers, doctor]\n---\n# One\n",
    "two.md": "---\nlast_reviewed_on: 2026-06-07\nreviewed_by: [maintainers]\n---\n# Two\n",
    "_data/people.yaml": EVERYBODY,
}


def place(built: Built) -> Tag:
    found = BeautifulSoup(built.text("people.html"), "html.parser").select(".evidence-review-people")
    assert len(found) == 1
    return found[0]


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ").replace(" ,", ",").replace(" :", ":").split())


def told(shown: Tag) -> dict[str, list[str]]:
    """Return what is said of each person."""
    names = [words(term) for term in shown.select("dt")]
    said = [[words(line) for line in about.find_all(["p"])] for about in shown.select("dd")]
    return dict(zip(names, said, strict=True))


@pytest.mark.parametrize("source", ["md", "rst"])
def test_everybody_is_shown_with_role_interests_and_signed_reviews(build: Build, source: str) -> None:
    page = {"people.md": PAGE} if source == "md" else {"people.rst": IN_RST}
    others = {name: text for name, text in FILES.items() if name != "people.md"}
    shown = place(build({**others, **page}, fatal=True))
    assert told(shown) == {
        "the guide's maintainers": [
            "Role: maintainer (a group of people who are not clinicians)",
            "Interests: not asked",
            "Pages whose review they signed, with its day:",
            "Two, June 7, 2026",
            "One, May 2026",
        ],
        "A. Example": [
            "Role: clinician",
            "Credentials: rheumatologist, Exampletown",
            "Interests, declared on March 4, 2026: shares in Example & Co.",
            "Pages whose review they signed, with its day:",
            "One, May 2026",
        ],
        "B. Example": [
            "Role: second reader, not a clinician",
            "Interests, declared in March 2026: none declared",
            "Has signed no page's review.",
        ],
    }
    assert [link["href"] for link in shown.select("a")] == ["two.html", "one.html", "one.html"]
    days = [day["datetime"] for day in shown.select("time")]
    assert days == ["2026-06-07", "2026-05", "2026-03-04", "2026-05", "2026-03"]


def test_only_a_role_that_somebody_has_is_not_vacant(build: Build) -> None:
    shown = place(build(FILES))
    assert "A vacant role signs nothing" in words(shown)
    vacant = [words(item) for item in shown.find_all("ul")[-1].find_all("li")]
    assert vacant == ["editor: vacant", "statistician: vacant", "patient reader: vacant"]


def test_with_every_role_filled_none_is_called_vacant(build: Build) -> None:
    people = "".join(f"- {{id: p{number}, name: P, role: {role}}}\n" for number, role in enumerate(Role))
    shown = place(build({"index.md": PAGE, "people.md": PAGE, "_data/people.yaml": people}))
    assert "acant" not in words(shown)


def test_a_group_of_clinicians_is_not_said_to_be_none(build: Build) -> None:
    people = PEOPLE.replace("role: maintainer", "role: clinician")
    shown = place(build({**FILES, "_data/people.yaml": people}))
    assert told(shown)["the guide's maintainers"][0] == "Role: clinician (a group)"


def test_a_declaration_without_its_day_says_so(build: Build) -> None:
    people = PEOPLE + "- {id: a, name: A, role: editor, interests: none declared}\n"
    shown = place(build({**FILES, "_data/people.yaml": people}))
    assert "Interests, declared (day not recorded): none declared" in told(shown)["A"]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (None, "Nobody is recorded."),
        ("", "Nobody is recorded."),
        ("just words", "The list of people cannot be read, so nobody is shown."),
        (
            "- {id: a, name: A, role: doctor}",
            "1 entry in the list of people cannot be used, and is not shown.",
        ),
    ],
)
def test_what_cannot_be_read_is_told(build: Build, people: str | None, said: str) -> None:
    files: dict[str, str | bytes] = {"index.md": PAGE, "people.md": PAGE}
    shown = place(build(files if people is None else {**files, "_data/people.yaml": people}))
    assert said in words(shown)
    assert ("clinician: vacant" in words(shown)) == ("cannot be read" not in said)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("builder", "name", "link"),
    [
        ("dirhtml", "people/index.html", 'href="../two/"'),
        ("singlehtml", "index.html", 'href="#document-two"'),
        ("epub", "people.xhtml", 'href="two.xhtml"'),
        ("latex", "test.tex", r"\hyperref[\detokenize{two::doc}]"),
        ("text", "people.txt", "* Two, June 7, 2026"),
        ("man", "test.1", "\nTwo, June 7, 2026\n"),
        ("texinfo", "test.texi", "@ref{"),
    ],
)
def test_every_writer_shows_the_people(build: Build, builder: str, name: str, link: str) -> None:
    settings = {"epub_copyright": "x", "version": "1"} if builder == "epub" else {}
    built = build(FILES, builder=builder, parallel=2, nitpicky=True, fatal=True, **settings)
    text = built.text(name)
    assert link in text
    plain = words(BeautifulSoup(text, "html.parser")) if "<html" in text else " ".join(text.split())
    for said in ("Role: second reader, not a clinician", "Interests: not asked", "statistician: vacant"):
        assert said in plain


def test_gettext_finds_none_of_our_words(build: Build) -> None:
    assert build(FILES, builder="gettext").text("people.pot").count("msgid") == 2  # its head, and the title


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_new_review_and_a_new_name_show_as_in_a_clean_build(
    build: Build, tmp_path: Path, parallel: int
) -> None:
    build(FILES, parallel=parallel)
    changed = {
        "two.md": str(FILES["two.md"]).replace("[maintainers]", "[reader]"),
        "_data/people.yaml": EVERYBODY.replace("A. Example", "C. Example"),
    }
    built = build(changed, parallel=parallel)
    shown = told(place(built))
    assert "C. Example" in shown
    assert "Two, June 7, 2026" in shown["B. Example"]
    assert "Two, June 7, 2026" not in shown["the guide's maintainers"]
    clean = build(parallel=parallel, builddir=tmp_path / "clean")
    assert built.text("people.html") == clean.text("people.html")


def test_what_changes_of_somebody_who_signed_nothing_shows_too(build: Build) -> None:
    build(FILES)
    built = build({"_data/people.yaml": EVERYBODY.replace("none declared", "shares in Other & Co.")})
    assert "Interests, declared in March 2026: shares in Other & Co." in told(place(built))["B. Example"]


def test_it_is_not_written_again_only_because_a_day_has_passed(build: Build) -> None:
    built = build(FILES)
    before = (built.outdir / "people.html").stat().st_mtime_ns
    build(evidence_today="2026-11-23")
    assert (built.outdir / "people.html").stat().st_mtime_ns == before


def test_hostile_names_are_words(build: Build) -> None:
    evil = "<script>alert(1)</script> & {date} %s \\input{/etc/passwd}"
    people = f"- id: evil\n  name: '{evil}'\n  role: editor\n  credentials: '{evil}'\n  interests: '{evil}'\n"
    built = build({**FILES, "_data/people.yaml": people})
    shown = place(built)
    assert shown.find_all("script") == []
    assert told(shown)[evil][1:3] == [
        f"Credentials: {evil}",
        f"Interests, declared (day not recorded): {evil}",
    ]
    assert r"\input{/etc/passwd}" not in build(builder="latex").text("test.tex")


def test_our_words_are_marked_where_there_are_none_in_the_language_of_the_page(build: Build) -> None:
    shown = place(build(FILES, language="nn"))
    assert shown["lang"] == "en"
    for told_by_them in (*shown.select("dt"), shown.select_one("a")):
        assert told_by_them is not None
        marked = told_by_them.find(lang=True) or told_by_them.find_parent(lang=True)
        assert marked is not None
        assert marked["lang"] == "nn"
