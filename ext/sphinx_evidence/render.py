"""Runs of words and dates as docutils nodes.

The nodes have no ``source``, so gettext never takes the extension's own words for the author's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_evidence.review.wording import Run


class evidence_date(nodes.inline):
    """A date, with its machine-readable form in ``datetime``."""


def run_nodes(runs: Iterable[Run], locale: str) -> Iterator[nodes.Node]:
    """Yield the nodes for *runs*, dates as people write them in *locale*."""
    for run in runs:
        if isinstance(run, str):
            yield nodes.Text(run)
        else:
            written = run.written(locale)
            yield evidence_date(written, written, datetime=run.iso)


def visit_date_html(self: HTML5Translator, node: evidence_date) -> None:
    """Open a ``<time>``."""
    self.body.append(self.starttag(node, "time", "", datetime=node["datetime"]))


def depart_date_html(self: HTML5Translator, _node: evidence_date) -> None:
    """Close it."""
    self.body.append("</time>")


def setup_render(app: Sphinx) -> None:
    """Register the date node; other writers print it as they print any inline node."""
    app.add_node(evidence_date, html=(visit_date_html, depart_date_html))
