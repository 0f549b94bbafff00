"""A Sphinx project, read afresh: nothing that an earlier build left is used or touched."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

Parsed = TypeVar("Parsed")
FOUND, COULD_NOT_LOOK = 1, 2  # exit statuses
_SOURCES = (".", "docs", "doc", "source", "docs/source", "doc/source")
_START_PAGES = ("index.md", "index.rst", "index.txt", "index.ipynb")  # not index.html or index.js
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class CannotLookError(Exception):
    """The project cannot be found or read; the message says why, and what to do."""


class Project(NamedTuple):
    """Where a Sphinx project is.

    :ivar source: the folder of the pages
    :ivar conf: the folder of conf.py
    """

    source: Path
    conf: Path


class Reading(NamedTuple):
    """A project that is read afresh, in a folder that is removed afterwards.

    :ivar warnings: what Sphinx has logged so far, a record each, without colours
    """

    app: Sphinx
    warnings: list[str]

    def read(self) -> None:
        """Read all pages.

        :raises CannotLookError: where Sphinx or an extension fails
        """
        with _failures_told(self.app.srcdir):
            self.app.builder.read()

    def build(self, docnames: Collection[str], *, with_catalogues: bool) -> None:
        """Read all pages, and resolve and write *docnames*: some warnings come only then.

        :param with_catalogues: whether translations are compiled first, in their own folder, as every build does

        :raises CannotLookError: where Sphinx or an extension fails
        """
        with _failures_told(self.app.srcdir):
            if with_catalogues:
                self.app.builder.compile_update_catalogs()
            self.app.builder.build(docnames, method="specific")


@contextmanager
def _failures_told(source: Path) -> Iterator[None]:
    """Let every failure be told in a line; what conf.py prints must not get into what a program reads from us."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except (Exception, SystemExit) as error:  # conf.py and extensions may raise anything
        told = " ".join(str(error).split()) or type(error).__name__
        raise CannotLookError(f"Sphinx could not read {source}: {told}") from error


def argument(parse: Callable[[str], Parsed]) -> Callable[[str], Parsed]:
    """Return *parse* as argparse takes it: a ValueError's message is shown, not swallowed."""

    def parsed(text: str) -> Parsed:
        try:
            return parse(text)
        except ValueError as error:
            raise ArgumentTypeError(str(error)) from error

    return parsed


def day(text: str) -> date:
    """Return the day that *text* gives.

    :raises ValueError: where it gives none, or a month
    """
    found = PartialDate.parse(text)
    if found.day is None:
        raise ValueError(f"{quoted(text)} is a month; write a day as YYYY-MM-DD")
    return found.first


def add_project_arguments(parser: ArgumentParser) -> None:
    """Let *parser* be told where the project is."""
    parser.add_argument(
        "--source", type=Path, metavar="DIR", help="the folder of the pages, where it is not found by itself"
    )
    parser.add_argument("--conf", type=Path, metavar="DIR", help="the folder of conf.py, likewise")


def find_project(start: Path, source: Path | None, conf: Path | None) -> Project:
    """Return the project that *start* is in, or that lies in its docs folder.

    :param source: the folder of the pages, where it was given
    :param conf: the folder of conf.py, where it was given
    :raises CannotLookError: where there is none
    """
    if source is not None and not source.is_dir():
        raise CannotLookError(f"there is no folder {source}")
    begin = (source or start).resolve()
    above = [begin, *begin.parents]
    below = [] if source else [begin / name for name in _SOURCES]
    folder = conf.resolve() if conf else next((path for path in [*above, *below] if _has_conf(path)), None)
    if folder is None or not _has_conf(folder):
        where = folder or f"{begin} or above it"
        raise CannotLookError(f"there is no conf.py in {where}; name its folder with --conf")
    if source is not None:
        return Project(source.resolve(), folder)
    # The pages' folder is the first one, on the way from conf.py to where we start, that has a start page.
    towards = [path for path in reversed(above) if path.is_relative_to(folder)]
    for path in [*towards, *(folder / name for name in _SOURCES)]:
        if any((path / name).is_file() for name in _START_PAGES):
            return Project(path, folder)
    raise CannotLookError(
        f"there is no start page (index) beside {folder / 'conf.py'}; name its folder with --source"
    )


def _has_conf(folder: Path) -> bool:
    return (folder / "conf.py").is_file()


class _Records(list[str]):
    """A stream for warnings: logging writes each record at once."""

    def write(self, text: str) -> None:
        self.append(_COLOUR.sub("", text).rstrip("\n"))

    def flush(self) -> None:
        pass


@contextmanager
def open_project(project: Project, builder: str, settings: Mapping[str, object]) -> Iterator[Reading]:
    """Open *project* for *builder*, with *settings* that come before those of conf.py.

    :raises CannotLookError: where conf.py or an extension fails, or the extension is not used
    """
    records = _Records()
    with TemporaryDirectory(prefix="sphinx-evidence-") as folder, docutils_namespace():
        with patch_docutils(str(project.conf)), _failures_told(project.source):
            app = Sphinx(
                srcdir=project.source,
                confdir=project.conf,
                outdir=Path(folder) / "out",
                doctreedir=Path(folder) / "doctrees",
                buildername=builder,
                confoverrides={"show_warning_types": True} | dict(settings),  # ours are known by theirs
                status=None,
                warning=records,  # type: ignore[arg-type]  # it needs no more of a stream
                freshenv=True,
            )
        if "sphinx_evidence" not in app.extensions:
            raise CannotLookError(f"{project.conf / 'conf.py'} does not list 'sphinx_evidence' in extensions")
        with patch_docutils(str(project.conf)):
            yield Reading(app, records)
