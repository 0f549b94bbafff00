"""The ``sphinx-evidence`` command."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.commands.check import add_check, run_check
from sphinx_evidence.commands.due import add_due, run_due
from sphinx_evidence.commands.project import COULD_NOT_LOOK, CannotLookError
from sphinx_evidence.commands.review import add_review, run_review

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (
    (
        "check",
        add_check,
        run_check,
        "check front matter, the people file and the .bib files, without building; list what no page cites",
    ),
    ("due", add_due, run_due, "list what is due, overdue, edited, not updated or never reviewed"),
    ("review", add_review, run_review, "show what changed since the last review, and sign pages as reviewed"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 nothing found, 1 something found, 2 could not look."""
    parser = argparse.ArgumentParser(
        prog="sphinx-evidence", description="Look after the record behind the pages of a guide."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, add, run, meaning in _COMMANDS:
        command = commands.add_parser(name, help=meaning, description=f"{meaning[0].upper()}{meaning[1:]}.")
        add(command)
        command.set_defaults(run=run)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a name that the terminal cannot show is no failure
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except CannotLookError as error:
        print(f"sphinx-evidence: {error}", file=sys.stderr)
        return COULD_NOT_LOOK
    except OSError as error:
        # Python flushes once more at the end, and would fail again.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        print(f"sphinx-evidence: what was found cannot be written: {error.strerror}", file=sys.stderr)
        return COULD_NOT_LOOK
    except KeyboardInterrupt:
        print("\nsphinx-evidence: stopped", file=sys.stderr)
        return COULD_NOT_LOOK
    return status
