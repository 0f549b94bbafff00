"""Where the commands look for the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_evidence.commands.project import CannotLookError, Project, find_project

TOP = ("conf.py", "docs/index.md", "docs/part/page.md")
IN_DOCS = ("docs/conf.py", "docs/index.rst", "docs/part/page.md", "src/module.py")


def made(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def found(folder: Path, start: str = ".", source: str | None = None, conf: str | None = None) -> list[str]:
    """Return the folders of the pages and of conf.py, relative to *folder*."""
    given = [folder / name if name else None for name in (source, conf)]
    project = find_project(folder / start, *given)
    return [path.relative_to(folder).as_posix() for path in project]


@pytest.mark.parametrize(
    ("names", "start", "source", "conf"),
    [
        (TOP, ".", "docs", "."),
        (TOP, "docs", "docs", "."),
        (TOP, "docs/part", "docs", "."),
        (IN_DOCS, ".", "docs", "docs"),
        (IN_DOCS, "docs", "docs", "docs"),
        (IN_DOCS, "docs/part", "docs", "docs"),
        (("conf.py", "index.md"), ".", ".", "."),
        (("conf.py", "index.md", "docs/index.md"), ".", ".", "."),
        (("conf.py", "index.md", "docs/index.md"), "docs", ".", "."),
        (("conf.py", "source/index.rst"), ".", "source", "."),
        (("docs/source/conf.py", "docs/source/index.rst"), ".", "docs/source", "docs/source"),
        (("doc/conf.py", "doc/index.txt"), ".", "doc", "doc"),
        (("docs/conf.py", "docs/source/index.ipynb"), ".", "docs/source", "docs"),
        (("conf.py", "docs/conf.py", "docs/index.md"), "docs", "docs", "docs"),
        (("conf.py", "guide/index.md", "guide/part/page.md"), "guide/part", "guide", "."),
        ((*TOP, "index.html", "index.js", "index.md.bak"), ".", "docs", "."),
        ((*TOP, "index.md/page.md"), ".", "docs", "."),
    ],
)
def test_the_project_is_found(
    tmp_path: Path, names: tuple[str, ...], start: str, source: str, conf: str
) -> None:
    assert found(made(tmp_path, *names), start) == [source, conf]


@pytest.mark.parametrize(
    ("names", "start", "given", "told"),
    [
        (("conf.py", "pages/a.md"), ".", ("pages", None), ["pages", "."]),
        (("conf.py", "pages/a.md"), "pages", ("pages", None), ["pages", "."]),
        (("settings/conf.py", "docs/index.md"), ".", ("docs", "settings"), ["docs", "settings"]),
        (("settings/conf.py", "settings/index.md"), ".", (None, "settings"), ["settings", "settings"]),
        ((*TOP, "other/conf.py", "other/docs/index.md"), ".", (None, "other"), ["other/docs", "other"]),
        (IN_DOCS, "src", ("docs", None), ["docs", "docs"]),
    ],
)
def test_a_folder_that_is_given_is_taken(
    tmp_path: Path, names: tuple[str, ...], start: str, given: tuple[str | None, str | None], told: list[str]
) -> None:
    assert found(made(tmp_path, *names), start, *given) == told


@pytest.mark.parametrize(
    ("names", "source", "conf", "says"),
    [
        ((), None, None, "there is no conf.py in {top} or above it; name its folder with --conf"),
        (("index.md",), ".", None, "there is no conf.py in {top} or above it; name its folder with --conf"),
        (("conf.py/x", "index.md"), None, None, "there is no conf.py in {top} or above it"),
        (TOP, None, "docs", "there is no conf.py in {top}/docs; name its folder with --conf"),
        (TOP, None, "nowhere", "there is no conf.py in {top}/nowhere; name its folder with --conf"),
        (TOP, "nowhere", None, "there is no folder {top}/nowhere"),
        (("index.md",), "nowhere", None, "there is no folder {top}/nowhere"),
        (TOP, "conf.py", None, "there is no folder {top}/conf.py"),
        (("conf.py", "pages/a.md"), None, None, "there is no start page (index) beside {top}/conf.py; "),
        (("conf.py", "pages/index.md"), None, None, "name its folder with --source"),
        (
            ("settings/conf.py", "docs/index.md"),
            None,
            "settings",
            "there is no start page (index) beside {top}/settings/conf.py; name its folder with --source",
        ),
    ],
)
def test_where_there_is_none_it_is_said_what_to_give(
    tmp_path: Path, names: tuple[str, ...], source: str | None, conf: str | None, says: str
) -> None:
    with pytest.raises(CannotLookError) as told:
        found(made(tmp_path, *names), ".", source, conf)
    assert says.format(top=tmp_path) in str(told.value)


def test_folders_may_be_given_relative_to_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = made(tmp_path, *IN_DOCS)
    monkeypatch.chdir(top / "src")
    project = Project(top / "docs", top / "docs")
    assert find_project(Path(), Path("../docs"), None) == project
    assert find_project(Path(), None, Path("../docs")) == project


def test_a_link_to_the_project_leads_to_it(tmp_path: Path) -> None:
    top = made(tmp_path / "top", *TOP)
    (tmp_path / "link").symlink_to(top)
    assert find_project(tmp_path / "link" / "docs", None, None) == Project(top / "docs", top)
