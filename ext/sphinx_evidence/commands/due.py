"""``sphinx-evidence due``: what is due, overdue, edited, not updated or never reviewed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.commands.project import (
    FOUND,
    add_project_arguments,
    argument,
    day,
    find_project,
    open_project,
)
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.review.dates import Interval
from sphinx_evidence.review.due import DuePage, Reason, as_issue, as_json, as_text, due_items, read_within
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sphinx.environment import BuildEnvironment

_FORMATS = {"text": as_text, "issue": as_issue, "json": as_json}


def add_due(parser: ArgumentParser) -> None:
    """Describe the command to *parser*."""
    parser.add_argument(
        "--within",
        type=argument(read_within),
        metavar="TIME",
        help="how far ahead to look: 30d, 6w, 2m, 1y; evidence_due_soon_days where it is not given",
    )
    parser.add_argument("--today", type=argument(day), metavar="DAY", help="the day to look on, YYYY-MM-DD")
    parser.add_argument(
        "--format", choices=_FORMATS, default="text", help="issue: Markdown with a box a page"
    )
    parser.add_argument(
        "--json", action="store_const", const="json", dest="format", help="the same as --format json"
    )
    add_project_arguments(parser)


def run_due(options: Namespace) -> int:
    """Print the list, and return the exit status: 1 where something is overdue.

    :raises CannotLookError: where the project cannot be read
    """
    project = find_project(Path.cwd(), options.source, options.conf)
    settings = {"evidence_today": options.today.isoformat()} if options.today else {}
    with open_project(project, "dummy", settings) as reading:
        reading.read()
        for record in reading.warnings:
            if "[evidence." in record:  # a record that cannot be read is no review: why must be told
                print(printable(record), file=sys.stderr)
        build = evidence_domain(reading.app.env).build
        within = options.within or Interval(build.settings.due_soon_days, "day")
        items = due_items(_pages(reading.app.env), build.settings.today, within)
        print(_FORMATS[options.format](items, build.settings.today), end="")
    return FOUND if any(Reason.OVERDUE in item.reasons for item in items) else 0


def _pages(env: BuildEnvironment) -> list[DuePage]:
    """Return every page with what can be said of its review."""
    domain = evidence_domain(env)
    return [
        DuePage(
            docname=docname,
            path=os.path.relpath(env.doc2path(docname)),
            title=env.titles[docname].astext(),
            summary=summary,
            digest=domain.data["digests"].get(docname),
        )
        for docname, summary in domain.build.summaries.items()
    ]
