"""``reviews.ics`` and ``reviews.atom`` of built sites, read by readers that others wrote."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import pytest
import vobject
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from conftest import PEOPLE
from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build, Built

DOCTOR = "- id: doctor\n  name: Dr Jane Roe\n  role: clinician\n  credentials: rheumatologist\n"
OLD = "v1-" + "a" * 32
SITE = "https://guide.example/en/"
START = "---\nreview: none (a list)\n---\n# Start\n\n```{toctree}\nlupus\npart/scleroderma\nnever\n```\n"
FILES: dict[str, str] = {
    "index.md": START,
    "lupus.md": "---\nlast_reviewed_on: 2026-05-02\nreviewed_by: [doctor]\nowner: maintainers\n---\n"
    "# Lupus\n\nWords.\n",
    "part/scleroderma.md": "---\nlast_reviewed_on: 2026-06\nreviewed_by: [maintainers]\nother_reviews:\n"
    f"- 2026-03-04 by doctor (section harms) {OLD}\n- 2026-02-03 by maintainers (references)\n---\n"
    "# Scleroderma\n\nWords.\n\n## Harms\n\nWords.\n",
    "never.md": "# Never\n\nWords.\n",
    "_data/people.yaml": PEOPLE + DOCTOR,
}
SITES = ["html", "dirhtml", "singlehtml"]


def events(built: Built) -> list[dict[str, Any]]:
    """Return the calendar's events, each with its values by name."""
    calendar = vobject.readOne((built.outdir / "reviews.ics").read_bytes().decode("utf-8"))
    found = calendar.contents.get("vevent", [])
    return [{name: lines[0].value for name, lines in event.contents.items()} for event in found]


def feed(built: Built) -> Any:
    """Return the feed, in which its reader sees no fault."""
    found = feedparser.parse((built.outdir / "reviews.atom").read_bytes())
    assert not found.bozo
    assert found.version == "atom10"
    ids = [entry.id for entry in found.entries]
    assert len(set(ids)) == len(ids)
    return found


def told(built: Built) -> list[tuple[str, str]]:
    """Return of each entry its day and its title, the newest first."""
    return [(entry.updated[:10], entry.title) for entry in feed(built).entries]


def edited(page: str = "lupus.md") -> dict[str, str]:
    """Return a project in which *page* says something else than what was reviewed."""
    text = FILES[page].replace("reviewed_by:", f"review_digest: {OLD}\nreviewed_by:", 1)
    return FILES | {page: text}


@pytest.mark.parametrize("builder", SITES)
def test_every_page_that_is_to_be_reviewed_again_is_an_event(build: Build, builder: str) -> None:
    built = build(FILES, builder=builder, html_baseurl=SITE)
    assert built.warnings == []
    first, second = events(built)
    assert (first["summary"], first["dtstart"]) == ("Review due: Lupus", date(2027, 5, 2))
    assert (second["summary"], second["dtstart"]) == ("Review due: Scleroderma", date(2027, 6, 30))
    assert first["description"] == (
        "Last reviewed: May 2, 2026 by Dr Jane Roe, clinician (rheumatologist). Next review due: May 2, 2027.\n"
        "Page owner: the guide's maintainers"
    )
    assert "Page owner" not in second["description"]
    for event, page in ((first, "lupus"), (second, "scleroderma")):
        assert page in file_of(built, event["url"].removeprefix(SITE))


@pytest.mark.parametrize("builder", SITES)
@pytest.mark.parametrize("site", ["", SITE, SITE.rstrip("/")])
def test_every_entry_leads_to_its_page(build: Build, builder: str, site: str) -> None:
    index = START.replace("review: none (a list)", "notice: 2026-10 The law has changed.")
    built = build(FILES | {"index.md": index}, builder=builder, html_baseurl=site)
    found = feed(built)
    pages = {"Lupus": "lupus", "Scleroderma": "scleroderma", "Start": "index"}
    assert len(found.entries) == 5
    for entry in found.entries:
        assert entry.link.startswith(site)
        feed_or_site = "https://any.example/" if site else "https://any.example/reviews.atom"
        address = urljoin(feed_or_site, entry.link.removeprefix(SITE))
        name = file_of(built, address.removeprefix("https://any.example/"))
        assert pages[entry.title.rpartition(": ")[2]] in name
    addresses = {link.href for link in found.feed.get("links", [])}
    assert addresses == ({SITE, f"{SITE}reviews.atom"} if site else set())


def file_of(built: Built, address: str) -> str:
    """Return the file, and the part of it, that a relative *address* leads to."""
    parts = urlsplit(address)
    path = built.outdir / unquote(parts.path)
    path = path / "index.html" if path.is_dir() else path
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert not parts.fragment or page.find(id=parts.fragment)
    return f"{path.relative_to(built.outdir)}#{parts.fragment}"


def test_without_an_address_of_the_site_an_event_has_none(build: Build) -> None:
    assert ["url" in event for event in events(build(FILES))] == [False, False]


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "texinfo", "gettext", "xml", "dummy"])
def test_outputs_that_are_no_site_have_neither(build: Build, builder: str) -> None:
    built = build(FILES, builder=builder, conf='copyright = "x"\nversion = "1"\n')
    assert [path for path in built.outdir.rglob("*") if path.name.startswith("reviews.")] == []
    assert not [path for path in built.outdir.rglob("*.xhtml") if "reviews.atom" in path.read_text("utf-8")]


def test_a_build_that_fails_writes_neither(build: Build) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("out of luck")

    built = build(FILES)
    assert feed(built).entries
    built.app.connect("env-updated", fail)
    (built.outdir / "reviews.atom").unlink()
    with pytest.raises(ExtensionError, match="out of luck"):
        built.app.build()
    assert not (built.outdir / "reviews.atom").exists()


@pytest.mark.parametrize("builder", SITES)
@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_the_head_of_every_page_says_where_the_feed_is(build: Build, builder: str, theme: str) -> None:
    built = build(FILES, builder=builder, html_theme=theme, project='"Guide" & <Co>')
    pages = ["index.html"]
    if builder != "singlehtml":
        folder, end = ("/", "index.html") if builder == "dirhtml" else ("", ".html")
        pages += [f"{name}{folder}{end}" for name in ("lupus", "part/scleroderma", "never")]
    for name in pages:
        page = BeautifulSoup(built.text(name), "html.parser")
        (link,) = page.select('head > link[rel="alternate"]')
        address = urljoin(f"https://any.example/{name}", str(link["href"]))
        assert address == "https://any.example/reviews.atom"
        assert (link["type"], link["title"]) == ("application/atom+xml", '"Guide" & <Co>')


def test_the_head_keeps_what_a_page_says_of_itself(build: Build) -> None:
    page = "---\nmyst:\n  html_meta:\n    description: About lupus\n---\n# T\n"
    head = BeautifulSoup(build({"index.md": page}).text("index.html"), "html.parser").head
    assert head is not None
    assert head.select_one('meta[name="description"]') is not None
    assert len(head.select('link[rel="alternate"]')) == 1


def test_reviews_are_entries_and_those_of_a_part_are_told_as_such(build: Build) -> None:
    built = build(FILES)
    assert told(built) == [
        ("2026-06-01", "Reviewed: Scleroderma"),
        ("2026-05-02", "Reviewed: Lupus"),
        ("2026-03-04", "Section reviewed: Scleroderma"),
        ("2026-02-03", "References read: Scleroderma"),
    ]
    whole, doctor, section, references = feed(built).entries
    assert whole.summary == (
        "Reviewed by the guide's maintainers, who are not clinicians. "
        "No clinician and no patient group has reviewed this page."
    )
    assert doctor.summary == (
        "Reviewed by Dr Jane Roe, clinician (rheumatologist). No patient group has reviewed this page."
    )
    assert doctor.author == "Dr Jane Roe"
    assert "Only the section “harms” was read." in section.summary
    assert "Only the references were read." in references.summary


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run git where the pages are, on a day."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    def run(*arguments: str, on: str = "2026-01-01") -> None:
        day = f"{on}T12:00:00+0000"
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
            cwd=tmp_path / "source",
            env=os.environ | {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day},
            check=True,
            capture_output=True,
        )

    return run


def committed(build: Build, git: Any, files: dict[str, str], *days: str) -> None:
    """Commit *files*, and on each of *days* one more change of the page."""
    build({**files, ".gitignore": "_build\n"})
    git("init", "--quiet", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Add")
    for day in days:
        build({"lupus.md": f"{files['lupus.md']}\nMore, on {day}.\n"})
        git("commit", "--quiet", "--all", "--message", "Change", on=day)


EDIT = "Edited since its last review: Lupus"


@pytest.mark.usefixtures("git")
def test_without_a_repository_an_edit_is_of_the_day_of_the_build(build: Build) -> None:
    built = build(edited())
    assert told(built)[0] == ("2026-11-22", EDIT)
    assert feed(built).entries[0].summary.startswith("Last reviewed: May 2, 2026 by Dr Jane Roe")
    assert told(build(evidence_today="2026-12-01"))[0] == ("2026-12-01", EDIT)


def test_in_a_repository_an_edit_is_of_the_day_of_its_commit(build: Build, git: Any) -> None:
    committed(build, git, edited(), "2026-08-08", "2026-09-09")
    assert told(build())[0] == ("2026-09-09", EDIT)
    assert told(build(evidence_today="2026-12-01", parallel=2))[0] == ("2026-09-09", EDIT)


def test_an_edit_that_is_not_committed_is_of_the_day_of_the_build(build: Build, git: Any) -> None:
    committed(build, git, edited(), "2026-08-08")
    built = build({"lupus.md": f"{edited()['lupus.md']}\nNot committed.\n"})
    assert told(built)[0] == ("2026-11-22", EDIT)


def test_the_day_is_that_of_the_last_change_of_what_the_page_holds(build: Build, git: Any) -> None:
    files = edited()
    files["lupus.md"] = f"{files['lupus.md']}\n```{{include}} _data/part.txt\n```\n"
    committed(build, git, {**files, "_data/part.txt": "Part.\n"})
    build({"_data/part.txt": "Other part.\n"})
    git("commit", "--quiet", "--all", "--message", "Change", on="2026-09-09")
    build({"never.md": "# Never\n\nOther words.\n"})
    git("commit", "--quiet", "--all", "--message", "Change", on="2026-10-10")
    assert told(build())[0] == ("2026-09-09", EDIT)


@pytest.mark.parametrize("citations", [True, False])
def test_an_edit_of_the_references_is_none_of_the_page(build: Build, git: Any, *, citations: bool) -> None:
    bib = "@misc{A,\n title = {T},\n}\n"
    files = edited()
    files["lupus.md"] = f"{files['lupus.md']}\nCited {{cite:p}}`A`.\n\n```{{bibliography}}\n```\n"
    build(
        files | {"_data/references.bib": bib},
        conf=f'bibtex_bibfiles = ["_data/references.bib"]\nevidence_citations = {citations}\n',
    )
    committed(build, git, files)
    build({"_data/references.bib": bib.replace("{T}", "{U}")})
    git("commit", "--quiet", "--all", "--message", "Change", on="2026-09-09")
    assert ("2026-01-01", EDIT) in told(build())


def ids(built: Built) -> dict[str, str]:
    return {entry.id: entry.title for entry in feed(built).entries}


def test_an_entry_stays_the_same_between_builds_days_and_titles(build: Build) -> None:
    notice = FILES["never.md"].replace("# Never", "---\nnotice: 2026-10 The law has changed.\n---\n# Never")
    before = build(edited() | {"never.md": notice}, parallel=2)
    first, events_before = ids(before), [event["uid"] for event in events(before)]
    assert len(first) == 6
    assert ids(build(freshenv=True)) == first
    assert ids(build(evidence_today="2027-03-03", html_baseurl=SITE)) == first
    text = FILES["part/scleroderma.md"].replace("# Scleroderma", "# Systemic sclerosis")
    after = build({"part/scleroderma.md": text}, evidence_today="2026-11-22")
    assert list(ids(after)) == list(first)
    assert "Reviewed: Systemic sclerosis" in ids(after).values()
    assert [event["uid"] for event in events(after)] == events_before


def test_what_does_not_change_is_written_with_the_same_bytes(build: Build) -> None:
    def written(built: Built) -> list[bytes]:
        return [(built.outdir / name).read_bytes() for name in ("reviews.ics", "reviews.atom")]

    first = written(build(FILES))
    assert written(build()) == first
    assert written(build(freshenv=True, parallel=2)) == first


def test_a_second_build_tells_of_an_edit_and_of_its_review(build: Build) -> None:
    first = build(FILES)
    digest = evidence_domain(first.app.env).data["digests"]["lupus"]
    signed = FILES["lupus.md"].replace("reviewed_by:", f"review_digest: {digest}\nreviewed_by:")
    assert ("2026-05-02", "Reviewed: Lupus") in told(build({"lupus.md": signed}))
    assert EDIT not in ids(build()).values()
    edit = signed.replace("Words.", "Other words.")
    built = build({"lupus.md": edit})
    assert told(built)[0] == ("2026-11-22", EDIT)
    before = set(ids(built))
    now = evidence_domain(built.app.env).data["digests"]["lupus"]
    again = edit.replace("2026-05-02", "2026-11-20").replace(digest, now)
    again = again.replace("owner:", f"other_reviews:\n- 2026-05-02 by doctor {digest}\nowner:")
    built = build({"lupus.md": again})
    assert told(built)[0] == ("2026-11-20", "Reviewed: Lupus")
    assert EDIT not in ids(built).values()
    assert len(before - set(ids(built))) == 1  # the edit alone
    assert "The page had been edited since the review before." in feed(built).entries[0].summary
    assert events(built)[-1]["dtstart"] == date(2027, 11, 20)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> & ]]> \"q\" 'r'",
        "BEGIN:VEVENT; a, b\\n\\; c",
        "&lt;b&gt; &amp;amp;",
        "Größe 漢字 👩‍⚕️ " + "x" * 200,
    ],
)
def test_a_hostile_title_stays_a_title(build: Build, title: str) -> None:
    people = f"{PEOPLE}- id: doctor\n  name: '{title.replace(chr(39), chr(39) * 2)}'\n  role: clinician\n"
    rule = "=" * 250
    page = f":last_reviewed_on: 2026-05-02\n:reviewed_by: doctor\n:owner: doctor\n\n{rule}\n``{title}``\n{rule}\n"
    built = build({"index.rst": page, "_data/people.yaml": people}, project=title, html_baseurl=SITE)
    (entry,) = feed(built).entries
    (event,) = events(built)
    assert plain(entry.title) == f"Reviewed: {title}"
    assert plain(entry.author) == title
    assert f"by {title}, clinician." in plain(entry.summary)
    assert event["summary"] == f"Review due: {title}"
    assert event["description"].endswith(f"Page owner: {title}")
    (link,) = BeautifulSoup(built.text("index.html"), "html.parser").select('head > link[rel="alternate"]')
    assert link["title"] == title


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_page_that_is_gone_is_gone_from_both(build: Build, tmp_path: Path) -> None:
    build(FILES)
    (tmp_path / "source" / "lupus.md").unlink()
    built = build({"index.md": START.replace("lupus\n", "")})
    assert [event["summary"] for event in events(built)] == ["Review due: Scleroderma"]
    assert "Reviewed: Lupus" not in ids(built).values()


def test_pages_that_are_never_reviewed_are_in_neither(build: Build) -> None:
    built = build(FILES, evidence_review_exclude=["part/*", "lupus"])
    assert events(built) == []
    assert feed(built).entries == []
    assert feed(built).feed.updated == "2026-11-22T00:00:00Z"
