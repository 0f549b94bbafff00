"""``sphinx-evidence check``: front matter, people and .bib files, without building."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.citations.scan import cited_in, unknown_key_message
from sphinx_evidence.commands.project import FOUND, CannotLookError, argument, day
from sphinx_evidence.config import clock_today
from sphinx_evidence.frontmatter.block import read_block
from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.page import KEYS, NAMING_KEYS, read_page
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.references.bibchecks import check_entries
from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.review.people import missing_people_file, read_people
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection
    from datetime import date

    from sphinx_evidence.frontmatter.block import Entry

_TEXT = {".inc", ".md", ".rst", ".txt"}  # pages, and what they include


def add_check(parser: ArgumentParser) -> None:
    """Describe the command to *parser*."""
    parser.add_argument("source", type=Path, help="the folder of the pages")
    parser.add_argument(
        "--people", default="_data/people.yaml", help="the people file, relative to the source folder"
    )
    parser.add_argument(
        "--today",
        type=argument(day),
        metavar="DAY",
        help="the day to check for, YYYY-MM-DD; the clock's day in UTC",
    )


def run_check(options: Namespace) -> int:
    """Print what is wrong, and return the exit status: 1 where something is.

    :raises CannotLookError: where a file or the folder cannot be read
    """
    if not options.source.is_dir():
        raise CannotLookError(f"there is no folder {options.source}")
    try:
        return _check(options.source, options.source / options.people, options.today or clock_today(""))
    except OSError as error:
        raise CannotLookError(f"{error.filename} cannot be read: {error.strerror}") from error


def _check(source: Path, people_path: Path, today: date) -> int:
    """Print every problem as ``file:line: [evidence.code] message``, as editors can jump to."""
    problems: list[Problem] = []
    people = None
    if people_path.is_file():
        people, found = read_people(_text(people_path), str(people_path), today)
        problems += found
    pages = _files(source, {".md", ".rst"})
    for path in pages:
        entries, found = _front_matter(path, today, people)
        problems += found
        missing = missing_people_file(str(people_path))
        names_somebody = any(entry.key in NAMING_KEYS for entry in entries)
        if names_somebody and not people_path.is_file() and missing not in problems:
            problems.append(missing)
    bibs = _files(source, {".bib"})
    read = read_bibliographies((str(path), path.read_bytes()) for path in bibs)
    problems += [*read.problems, *check_entries(read)]
    uses = [(key, path, line) for path in _files(source, _TEXT) for key, line in cited_in(_text(path))]
    problems += [
        Problem(ProblemCode.CITATION, unknown_key_message(key, read.places), line, str(path))
        for key, path, line in uses
        if key not in read.places
    ]
    for problem in problems:
        print(f"{problem.path}:{problem.line or 1}: [evidence.{problem.code.value}] {problem.message}")
    cited = {key for key, _path, _line in uses}
    for key, (bib, line) in read.places.items():
        if key not in cited:
            print(f"{bib}:{line}: note: no page cites {quoted(key)}")
    told = f"{_counted(len(pages), 'page')} and {_counted(len(bibs), '.bib file')}"
    if problems:
        print(f"{_counted(len(problems), 'problem')} in {told}", file=sys.stderr)
        return FOUND
    print(f"No problem found in {told}")
    return 0


def _files(source: Path, suffixes: set[str]) -> list[Path]:
    """Return the files below *source*, without editors' locks and other hidden ones, and without what was built."""
    built = {path.parent for name in (".buildinfo", ".evidence-shown-*.json") for path in source.rglob(name)}
    return sorted(
        path
        for path in source.rglob("*")
        if path.suffix in suffixes
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(source).parts)
        and built.isdisjoint(path.parents)
    )


def _front_matter(
    path: Path, today: date, people: Collection[str] | None
) -> tuple[list[Entry], list[Problem]]:
    text = _text(path)
    if path.suffix == ".md":
        entries, problems, _source = read_block(text, KEYS)
    else:
        entries, problems = read_field_list(text)
    _record, found = read_page(entries, today, people)
    placed = [
        Problem(problem.code, problem.message, problem.line, str(path)) for problem in [*problems, *found]
    ]
    return entries, placed


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")
