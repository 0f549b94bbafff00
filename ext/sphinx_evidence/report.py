"""The one door to Sphinx's log, so that every warning has a type, a subtype and a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_evidence.problems import WARNING_TYPE

if TYPE_CHECKING:
    from sphinx_evidence.problems import Problem

_LOGGER = logging.getLogger(__name__)


def warn(problem: Problem, docname: str | None = None) -> None:
    """Log *problem* as a warning that ``suppress_warnings`` can name.

    :param docname: the page, where the problem names no file of its own
    """
    line = problem.line or 1
    location = (docname, line) if problem.path is None else f"{problem.path}:{line}"
    _LOGGER.warning("%s", problem.message, type=WARNING_TYPE, subtype=problem.code.value, location=location)
