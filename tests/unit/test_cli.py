"""The command: what it finds, where, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_evidence.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "---\nstatus: investigational\nlast_reviewed_on: 2026-11\nreviewed_by: [one]\n---\n# T\n"
PEOPLE = "- id: one\n  name: One\n  role: editor\n"


def run(source: Path) -> int:
    return main(["check", str(source), "--today", "2026-11-22"])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "page.md").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_it_finds_nothing_in_a_sound_project(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source) == 0
    assert capsys.readouterr().out == "No problem found in 1 page and 0 .bib files\n"


def test_it_names_file_line_and_code_and_ends_with_1(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "page.rst").write_text(":status: experimental\n", encoding="utf-8")
    (source / "_data" / "a.bib").write_text("@misc{a,\n title = b,\n}\n", encoding="utf-8")
    assert run(source) == 1
    told = capsys.readouterr()
    assert f"{source / 'page.rst'}:1: [evidence.status] 'experimental' is no status" in told.out
    assert f"{source / '_data' / 'a.bib'}:2: [evidence.bibliography] " in told.out
    assert f"{source / '_data' / 'a.bib'}:1: note: no page cites 'a'" in told.out
    assert told.err == "2 problems in 2 pages and 1 .bib file\n"


def test_it_names_a_key_that_no_bib_file_has(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "_data" / "a.bib").write_text("@misc{Panes2016,\n title = {T},\n}\n", encoding="utf-8")
    (source / "page.md").write_text(
        f"{GOOD}\n{{cite:p}}`Panes2016`\n\n{{cite:p}}`Panes2015`\n", encoding="utf-8"
    )
    assert run(source) == 1
    line = GOOD.count("\n") + 4
    assert (
        f"{source / 'page.md'}:{line}: [evidence.citation] no .bib file has the key 'Panes2015'. "
        "Did you mean 'Panes2016'?"
    ) in capsys.readouterr().out


def test_it_lists_what_no_page_cites_and_finds_no_fault_in_that(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = "@misc{used,\n title = {T},\n}\n@misc{unused,\n title = {U},\n}\n"
    (source / "_data" / "a.bib").write_text(entries, encoding="utf-8")
    (source / "page.md").write_text(f"{GOOD}\n{{cite:p}}`used`\n", encoding="utf-8")
    assert run(source) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        f"{source / '_data' / 'a.bib'}:4: note: no page cites 'unused'",
        "No problem found in 1 page and 1 .bib file",
    ]


def test_a_missing_people_file_is_one_problem(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "_data" / "people.yaml").unlink()
    (source / "other.md").write_text(GOOD, encoding="utf-8")
    assert run(source) == 1
    assert capsys.readouterr().out.count("does not exist") == 1


def test_locks_folders_and_bytes_that_are_no_text_end_nothing(source: Path) -> None:
    (source / ".#page.md").symlink_to("nobody@nowhere")
    (source / "folder.md").mkdir()
    (source / "latin.md").write_bytes(b"---\nstatus: background\n---\n# T\xe9\n")
    assert run(source) == 0


def test_it_ends_with_2_where_it_could_not_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere") == 2
    assert "there is no folder" in capsys.readouterr().err
