"""Bad input is one warning with file and line, on every build, and costs no other page or key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import PEOPLE
from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from conftest import Build, Built

pytestmark = pytest.mark.slow  # many builds
GOOD = "---\nstatus: investigational\nlast_reviewed_on: 2026-11\nreviewed_by: [maintainers]\n---\n# Other\n\nFine.\n"
OLDER = "v0-" + "0123456789abcdef" * 2
OF_OTHER = "v1-438f884b3d8eb045f416174bd9af577b"  # of GOOD
BIB = "@article{Known2020,\n  author = {Known, Anna},\n  title = {Title},\n  journal = {J},\n  year = {2020},\n}\n"
CONF_BIB = 'bibtex_bibfiles = ["_data/references.bib"]\n'


class Case(NamedTuple):
    """One fault: where it is, and what the warning says."""

    name: str
    files: dict[str, str | bytes]
    place: str
    subtype: str
    says: str


def page(*lines: str, body: str = "Words.") -> str:
    """Return a page whose front matter has *lines* from line 2 on, and a reviewer that must not be lost."""
    return "\n".join(["---", *lines, "reviewed_by: [maintainers]", "---", "# Page", "", body, ""])


def front_matter(name: str, line: str, subtype: str, says: str, *, at: int = 2) -> Case:
    return Case(name, {"page.md": page(*line.split("\n"))}, f"page.md:{at}", subtype, says)


def other_reviews(name: str, line: str, subtype: str, says: str) -> Case:
    """Return a page with *line* between two good reviews of its references."""
    good = "  - 2026-01 by maintainers (references)"
    lines = ("other_reviews:", good, f"  - {line}", good)
    return Case(f"other review: {name}", {"page.md": page(*lines)}, "page.md:4", subtype, says)


def bib(name: str, content: str | bytes, line: int, says: str) -> Case:
    files: dict[str, str | bytes] = {
        "_data/references.bib": content,
        "page.md": page("status: background", body="Cited {cite:p}`Known2020`.\n\n```{bibliography}\n```"),
    }
    return Case(name, files, f"references.bib:{line}", "bibliography", says)


def directive(name: str, lines: str, at: int, subtype: str, says: str) -> Case:
    body = f":::{{investigational}}\n{lines}\n:::"
    return Case(name, {"page.md": page("status: background", body=body)}, f"page.md:{at}", subtype, says)


CASES = [
    front_matter("typo in a day", "last_reviewed_on: 2019-03-2r9", "date", "YYYY-MM-DD"),
    front_matter("impossible month", "last_reviewed_on: 2026-13-45", "date", "does not exist"),
    front_matter("impossible day", "last_reviewed_on: 2027-02-30", "date", "does not exist"),
    front_matter("future", "last_reviewed_on: 2026-11-24", "date", "lies in the future"),
    front_matter("a list", "last_reviewed_on: [2026-11]", "date", "one value, not a list"),
    front_matter("empty", "last_reviewed_on:", "date", "is empty"),
    front_matter("interval without number", "review_in: soon", "interval", "'6 months'"),
    front_matter("negative interval", "review_in: -3 months", "interval", "a number and a unit"),
    front_matter("no interval", "review_in: 0", "interval", "'0' is not an interval"),
    front_matter("interval without unit", "review_in: 6", "interval", "days, weeks, months or years"),
    front_matter("unknown status", "status: experimental", "status", "one of: investigational"),
    front_matter("slip in a status", "status: investigatonal", "status", "Did you mean 'investigational'?"),
    front_matter("approval of nothing", "status: approved", "status", "needs a product, a place and a day"),
    front_matter(
        "slip in a key", "last_reviewd_on: 2026-11", "unknown_key", "Did you mean 'last_reviewed_on'?"
    ),
    front_matter("key twice", "status: background\nstatus: established", "front_matter", "given twice", at=3),
    front_matter("not YAML", 'title: "open', "front_matter", "quote or a bracket is not closed"),
    front_matter("tab", "status:\tbackground\nreview_in: {", "front_matter", "not YAML", at=3),
    front_matter("bad digest", "review_digest: 0123456", "review", "v1- and 32 hex digits"),
    front_matter("opting out without a reason", "review: none", "review", "none (reason)"),
    front_matter("digest of no form", f"review_digest: {OLDER[:-1]}", "review", "v1- and 32 hex digits"),
    front_matter(
        "digest of a later scheme", f"review_digest: v2{OLDER[2:]}", "review", "update sphinx-evidence"
    ),
    front_matter(
        "digest of another page", f"review_digest: {OF_OTHER}", "review", "of another page, 'other'"
    ),
    front_matter(
        "translation of another page",
        f"translation_reviews: {{es: 2026-01 by maintainers of {OF_OTHER}}}",
        "review",
        "of another page, 'other'",
    ),
    front_matter("unknown scope", "review_scope: refrences", "review", "Did you mean 'references'?"),
    front_matter("scope without content", "review_scope: references", "review", "lacks 'content'"),
    front_matter("no reason", "no_change_because:", "review", "is empty"),
    front_matter("unknown owner", "owner: maintainer", "person", "Did you mean 'maintainers'?"),
    front_matter("notice without a day", "notice: The EMA has warned", "review", "write the day, then what"),
    front_matter("notice of the future", "notice: 2027-01 It changed.", "date", "lies in the future"),
    front_matter("notice that says nothing", "notice: 2026-11-20", "review", "does not say what has changed"),
    front_matter("notice too long", f"notice: 2026-11-20 {'x' * 500}", "review", "say it in 500"),
    other_reviews("no review", "just words", "review", "write 'DAY by ID'"),
    other_reviews("future", "2027-01 by maintainers (references)", "date", "lies in the future"),
    other_reviews("unknown reader", "2026-01 by nobody-known", "person", "Add them there"),
    other_reviews("unknown scope", "2026-01 by maintainers (contnet)", "review", "Did you mean 'content'?"),
    other_reviews("no digest", "2026-01 by maintainers v1-0", "review", "v1- and 32 hex digits"),
    other_reviews(
        "later scheme", f"2026-01 by maintainers v2{OLDER[2:]}", "review", "update sphinx-evidence"
    ),
    other_reviews(
        "of", f"2026-01 by maintainers (references) of {OLDER}", "review", "under translation_reviews"
    ),
    front_matter("no other reviews", "other_reviews: []", "review", "is empty"),
    Case(
        "section that is not there",
        {"page.md": f"{page('other_reviews: [2026-01 by maintainers (section harm)]')}\n## Harms\n\nFew.\n"},
        "page.md:2",
        "review",
        "its sections are harms. Did you mean 'harms'?",
    ),
    front_matter(
        "later than the last",
        "last_reviewed_on: 2026-01\nother_reviews: [2026-02 by maintainers]",
        "review",
        "give it as last_reviewed_on",
        at=3,
    ),
    *(
        front_matter(f"translation {name}", f"translation_reviews: {{{line}}}", "review", says)
        for name, line, says in (
            ("without a review", "es: soon", "write 'DAY by ID'"),
            ("into no language", "Spanish: 2026-01 by maintainers", "is no language"),
            ("of a section", "es: 2026-01 by maintainers (section page)", "is not of the whole page"),
            ("with no digest", "es: 2026-01 by maintainers of v1-0", "v1- and 32 hex digits"),
        )
    ),
    front_matter(
        "unknown translator", "translation_reviews: {es: 2026-01 by nobody-known}", "person", "Add them there"
    ),
    *(
        Case(f"people: {name}", {"_data/people.yaml": PEOPLE + lines}, "people.yaml:2", "people_file", says)
        for name, lines, says in (
            ("interests without a day", "  interests: none\n", "these interests have no day"),
            ("a day without interests", "  interests_declared_on: 2026-11\n", "nobody asked for"),
            (
                "interests of the future",
                "  interests: a\n  interests_declared_on: 2027-01\n",
                "in the future",
            ),
        )
    ),
    Case(
        "unknown person",
        {"page.md": "---\nlast_reviewed_on: 2026-11\nreviewed_by: [maintainer]\n---\n# Page\n"},
        "page.md:3",
        "person",
        "Did you mean 'maintainers'?",
    ),
    Case("people not YAML", {"_data/people.yaml": "- id: [\n"}, "people.yaml:1", "people_file", "not YAML"),
    Case("people no list", {"_data/people.yaml": "a: b\n"}, "people.yaml:1", "people_file", "not a list"),
    Case(
        "two people with one id",
        {"_data/people.yaml": PEOPLE + "- id: maintainers\n  name: Others\n  role: editor\n"},
        "people.yaml:6",
        "people_file",
        "two people have the id 'maintainers'",
    ),
    directive(
        "unknown option", ":phase: 2\n:pase: 3\n\nBody kept.", 7, "investigational", "Did you mean 'phase'?"
    ),
    directive("trial number", ":trials: NCT123\n\nBody kept.", 7, "trial", "NCT and 8 digits"),
    directive("empty body", ":phase: 2", 7, "investigational", "has no text"),
    directive("unknown phase", ":phase: 9\n\nBody kept.", 7, "investigational", "1/2"),
    directive("certainty", ":certainty: sure\n\nBody kept.", 7, "investigational", "very low"),
    directive("future as-of", ":as-of: 2027-01\n\nBody kept.", 7, "date", "lies in the future"),
    directive("no as-of", ":jurisdictions: US\n\nBody kept.", 7, "investigational", "add ':as-of: YYYY-MM'"),
    Case(
        "unknown citation",
        {"page.md": page("status: background", body="One {cite:p}`Known2021`.\n\n```{bibliography}\n```")},
        "page.md:7",
        "citation",
        "Did you mean 'Known2020'?",
    ),
    Case(
        "citation that cannot be read",
        {"page.md": page("status: background", body="One {cite:p}`Known2020,,`.\n\n```{bibliography}\n```")},
        "page.md:7",
        "citation",
        "commas between them",
    ),
    Case(
        "footcite",
        {"page.md": page("status: background", body="One {footcite:t}`Known2020`.")},
        "page.md:7",
        "citation",
        "write 'cite:t'",
    ),
    Case(
        "citation in a heading",
        {"page.md": page("status: background", body="Words.\n\n## Part {cite:p}`Known2020`\n\nWords.")},
        "page.md:9",
        "citation",
        "cite it in the text below",
    ),
    Case(
        "filter",
        {
            "page.md": page(
                "status: background",
                body="{cite:p}`Known2020`\n\n```{bibliography}\n:filter: year == 2020\n```",
            )
        },
        "page.md:9",
        "citation",
        "the filter 'year == 2020' is not used",
    ),
    bib("syntax error", "@article{Bad,\n  title = {Open\n\n" + BIB, 1, "braces, quotes and commas"),
    bib(
        "missing comma",
        "@article{Bad,\n  title = {T} year = 2020,\n}\n" + BIB,
        2,
        "braces, quotes and commas",
    ),
    bib("bad name", "@book{Bad,\n  author = {A, B, C, D, E},\n  title = {T},\n}\n" + BIB, 1, "Family, Given"),
    bib("undefined macro", "@book{Bad,\n  title = T,\n}\n" + BIB, 2, "into braces"),
    bib(
        "Latin-1",
        "@book{Old,\n  title = {Panés},\n}\n".encode("latin-1") + BIB.encode(),
        2,
        "save the file as UTF-8",
    ),
    bib("duplicate key", "@book{Twice,\n}\n@book{Twice,\n}\n" + BIB, 3, "first in line 1"),
    bib("case of a key", BIB + BIB.replace("Known2020", "KNOWN2020"), 7, "differ only in case"),
    bib(
        "one DOI twice",
        "".join(
            BIB.replace("Known2020", key).replace("{2020},", f"{{2020}},\n  doi = {{{doi}}},")
            for key, doi in (("Known2020", "10.1000/abc"), ("Other2020", "10.1000/ABC"))
        ),
        8,
        "have one DOI, '10.1000/ABC'",
    ),
    bib(
        "no year",
        BIB + "@article{Bare,\n author = {A, B},\n title = {T},\n journal = {J},\n}\n",
        7,
        "without year",
    ),
    *(
        bib(f"{name} {value}", BIB.replace("year", f"{name} = {{{value}}},\n  year"), 1, says)
        for name, value, says in (
            ("doi", "10.1000", "10.1000/"),
            ("pmid", "PMC12", "digits"),
            ("pmcid", "12345", "PMC1234567"),
            ("registry", "NCT123", "8 digits"),
        )
    ),
    bib("unsafe url", "@misc{Bad,\n  url = {javascript:alert(1)},\n}\n" + BIB, 1, "only http and https"),
]


def first_build(build: Build, case: Case, **options: object) -> Built:
    files: dict[str, str | bytes] = {
        "index.md": "---\nreview: none (start)\n---\n# Start\n\n```{toctree}\npage\nother\n```\n",
        "other.md": GOOD,
        "page.md": page("status: background"),
        "_data/people.yaml": PEOPLE,
        "_data/references.bib": BIB,
    }
    return build(files | case.files, conf=CONF_BIB, **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_fault_is_one_warning_on_every_build_until_it_is_mended(build: Build, case: Case) -> None:
    built = first_build(build, case)
    assert len(built.warnings) == 1, built.warnings
    warning = built.warnings[0]
    assert re.search(rf"{re.escape(case.place)}: WARNING: ", warning), warning
    assert f"[evidence.{case.subtype}]" in warning
    assert case.says in warning
    assert "by the guide" in built.text("other.html") or "people" in case.name
    if "reviewed_by: [maintainers]" in str(case.files.get("page.md", "")):
        reviewers = evidence_domain(built.app.env).build.summaries["page"].record.reviewed_by
        assert reviewers == ("maintainers",)
    if "Body kept." in str(case.files.get("page.md", "")):
        assert "Body kept." in built.text("page.html")
    if case.subtype == "bibliography":
        assert "Known A. Title. J. 2020." in built.text("page.html")
    again = build()
    assert again.warnings == built.warnings
    assert build(fatal=True).app.statuscode == 1
    mended = build(
        {"page.md": page("status: background"), "_data/people.yaml": PEOPLE, "_data/references.bib": BIB}
    )
    assert mended.warnings == []


def test_a_missing_people_file_is_one_warning_however_many_pages_name_somebody(build: Build) -> None:
    pages: dict[str, str | bytes] = {
        f"page{number}.md": f"---\norphan: true\n{GOOD[4:]}" for number in range(3)
    }
    built = build(pages | {"index.md": GOOD})
    assert len(built.warnings) == 1
    assert "people.yaml:1: WARNING: " in built.warnings[0]
    assert "does not exist" in built.warnings[0]
    assert "by somebody whose record is missing" in built.text("index.html")
    assert build().warnings == built.warnings


def test_a_project_in_which_nobody_is_named_needs_no_people_file(build: Build) -> None:
    assert build({"index.md": "# Start\n"}).warnings == []


def test_a_missing_bib_file_is_one_warning(build: Build) -> None:
    built = build({"index.md": "# Start\n"}, conf=CONF_BIB)
    assert len(built.warnings) == 1
    assert "references.bib:1: WARNING: " in built.warnings[0]
    assert build().warnings == built.warnings


@pytest.mark.parametrize("digest", [OLDER, f"v0-{'0' * 32}"])
def test_a_digest_of_an_older_scheme_is_no_fault_and_says_nothing_of_now(build: Build, digest: str) -> None:
    lines = (
        "last_reviewed_on: 2026-11",
        f"review_digest: {digest}",
        f"other_reviews: [2026-01 by maintainers (references) {digest}]",
        f"translation_reviews: {{es: 2026-01 by maintainers {digest} of {digest}}}",
    )
    built = build({"index.md": page(*lines), "_data/people.yaml": PEOPLE})
    assert built.warnings == []
    assert "Edits since the review cannot be excluded." in built.text("index.html")
    assert "Edits since then cannot be excluded." in built.text("index.html")


def test_an_owner_whom_nobody_knows_is_one_warning_in_conf_py(build: Build) -> None:
    built = build({"index.md": "# Start\n", "_data/people.yaml": PEOPLE}, evidence_owner="maintainer")
    (warning,) = built.warnings
    assert "conf.py:1: WARNING: evidence_owner: " in warning
    assert "Did you mean 'maintainers'?" in warning
    assert "[evidence.config]" in warning
    assert build(evidence_owner="maintainer").warnings == built.warnings
    assert build(evidence_owner="maintainers").warnings == []


@pytest.mark.parametrize(
    "line",
    [
        "owner: maintainers",
        "other_reviews: [2026-01 by maintainers (references)]",
        "translation_reviews: {es: 2026-01 by maintainers}",
    ],
)
def test_every_key_that_names_somebody_needs_the_people_file(build: Build, line: str) -> None:
    built = build({"index.md": f"---\n{line}\n---\n# Start\n"})
    assert len(built.warnings) == 1
    assert "people.yaml:1: WARNING: " in built.warnings[0]


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("evidence_today", "yesterday", "YYYY-MM-DD"),
        ("evidence_review_interval", "often", "'6 months'"),
        ("evidence_due_soon_days", -1, "from 0 to 365"),
    ],
)
def test_a_bad_setting_is_one_warning_and_its_default_is_used(
    build: Build, setting: str, value: object, says: str
) -> None:
    built = build({"index.md": "# Start\n"}, **{setting: value})
    assert len(built.warnings) == 1
    assert "conf.py" in built.warnings[0]
    assert says in built.warnings[0]
    assert "[evidence.config]" in built.warnings[0]


def test_a_fault_in_an_included_file_is_told_there(build: Build) -> None:
    built = build(
        {
            "index.md": "# T\n\nWords.\n\n```{include} _data/part.txt\n```\n",
            "_data/part.txt": "One.\n\n:::{investigational}\n:phase: 9\n\nBody.\n:::\n\nCited {cite:p}`Nix`.\n",
        }
    )
    places = sorted(line.split(": WARNING")[0].rsplit("/", 1)[1] for line in built.warnings)
    assert places == ["part.txt:3", "part.txt:9"]


def test_the_same_faults_in_restructuredtext(build: Build) -> None:
    built = build(
        {
            "index.rst": ":status: experimental\n:last_reviewed_on: 2026-13-45\n:review_in: soon\n"
            ":reviewed_by: maintainers\n\nTitle\n=====\n\n.. investigational:: Cells\n   :pase: 2\n\n   Body kept.\n",
            "_data/people.yaml": PEOPLE,
        }
    )
    lines = [re.search(r"index\.rst:(\d+): ", warning) for warning in built.warnings]
    assert [int(match[1]) for match in lines if match] == [1, 2, 3, 9]
    assert "Body kept." in built.text("index.html")
    assert build().warnings == built.warnings
