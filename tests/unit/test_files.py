from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from sphinx_evidence.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_in_utf8_with_unix_line_ends_in_folders_that_it_makes(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "pages.json"
    write_whole(path, "Ménière\n末\n")
    assert path.read_bytes() == "Ménière\n末\n".encode()


def test_a_web_server_of_another_user_can_read_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "pages.json", "{}")
    assert stat.S_IMODE((tmp_path / "pages.json").stat().st_mode) == 0o644


def test_an_older_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    write_whole(path, "a longer text than the new one")
    write_whole(path, "new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "half \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_an_error_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "pages.json").mkdir()
    with pytest.raises(OSError, match=r"pages\.json"):
        write_whole(tmp_path / "pages.json", "{}")
    assert [path.name for path in tmp_path.iterdir()] == ["pages.json"]
