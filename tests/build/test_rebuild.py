"""Two builds, not one: what changed is written anew, and nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from conftest import PEOPLE

if TYPE_CHECKING:
    from conftest import Build

PAGE = "---\nlast_reviewed_on: 2026-01\nreviewed_by: [maintainers]\n---\n# Title\n\nWords.\n"
START = "---\nreview: none (start)\n---\n# Start\n\n```{toctree}\nold\nnew\n```\n"
NEW = PAGE.replace("2026-01", "2026-10")
FILES: dict[str, str | bytes] = {
    "index.md": START,
    "old.md": PAGE,
    "new.md": NEW,
    "_data/people.yaml": PEOPLE,
}


def test_only_the_pages_whose_state_changed_are_written_on_a_later_day(build: Build) -> None:
    built = build(FILES)
    before = {page: (built.outdir / page).stat().st_mtime_ns for page in ("old.html", "new.html")}
    later = build(evidence_today="2027-02-01")
    after = {page: (later.outdir / page).stat().st_mtime_ns for page in ("old.html", "new.html")}
    assert after["old.html"] > before["old.html"]
    assert after["new.html"] == before["new.html"]
    assert 'data-state="overdue"' in later.text("old.html")
    assert 'data-state="current"' in later.text("new.html")


def test_a_build_of_one_file_leaves_the_others_to_the_next_build(build: Build) -> None:
    built = build(FILES)
    late = "2027-12-01"
    single = build(evidence_today=late, filenames=[built.app.srcdir / "index.md"])
    assert 'data-state="current"' in single.text("old.html")
    assert 'data-state="overdue"' in build(evidence_today=late).text("old.html")


def test_a_build_with_nothing_changed_writes_no_page(build: Build) -> None:
    built = build(FILES)
    before = {path: path.stat().st_mtime_ns for path in built.outdir.glob("*.html") if path.stem in "oldnew"}
    build()
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_changed_person_shows_without_any_page_edited(build: Build) -> None:
    build(FILES)
    built = build({"_data/people.yaml": PEOPLE.replace("the guide's maintainers", "other maintainers")})
    assert "by other maintainers, who are not clinicians" in built.text("old.html")


def test_a_page_that_is_gone_takes_its_warnings_along(build: Build) -> None:
    built = build({**FILES, "new.md": NEW.replace("2026-10", "soon")})
    assert len(built.warnings) == 1
    (built.app.srcdir / "new.md").unlink()
    gone = build({"index.md": START.replace("new\n", "")})
    assert gone.warnings == []


def test_serial_and_parallel_builds_are_equal_byte_for_byte(build: Build) -> None:
    pages: dict[str, str | bytes] = {
        f"page{number}.md": PAGE.replace("Words", f"Words {number}") for number in range(12)
    }
    listed = "\n".join(sorted(name.removesuffix(".md") for name in pages))
    files = {**pages, "index.md": START.replace("old\nnew", listed), "_data/people.yaml": PEOPLE}
    built = build(files, conf='html_theme = "alabaster"\n')
    serial = {
        path.name: path.read_bytes() for path in built.outdir.iterdir() if path.suffix in {".html", ".json"}
    }
    shutil.rmtree(built.outdir)
    parallel = build(parallel=2, freshenv=True)
    for name, content in serial.items():
        assert (parallel.outdir / name).read_bytes() == content, name


def test_the_same_input_gives_the_same_pages_json(build: Build) -> None:
    first = build(FILES).text("pages.json")
    assert build(freshenv=True).text("pages.json") == first


def test_a_file_that_is_only_touched_changes_no_output(build: Build) -> None:
    files: dict[str, str | bytes] = {
        **FILES,
        "old.md": PAGE + "\n{cite:p}`A`\n",
        "_data/references.bib": "@misc{A,\n title = {First},\n}\n",
    }
    conf = 'bibtex_bibfiles = ["_data/references.bib"]\n'
    shown = build(files, conf=conf).text(".evidence-shown-html.json")
    again = build({"_data/references.bib": files["_data/references.bib"]}, freshenv=True)
    assert again.text(".evidence-shown-html.json") == shown


def test_a_new_citation_reaches_the_list_of_references_in_the_next_build(build: Build) -> None:
    bib = "@misc{A,\n title = {First},\n}\n@misc{B,\n title = {Second},\n}\n"
    files: dict[str, str | bytes] = {
        "index.md": "# Start\n\n{cite:p}`A`\n\n```{toctree}\nrefs\n```\n",
        "refs.md": "# References\n\n```{bibliography}\n```\n",
        "_data/references.bib": bib,
    }
    built = build(files, conf='bibtex_bibfiles = ["_data/references.bib"]\n')
    assert "Second" not in built.text("refs.html")
    again = build({"index.md": str(files["index.md"]).replace("`A`", "`A,B`")})
    assert "Second" in again.text("refs.html")
    assert again.warnings == []
