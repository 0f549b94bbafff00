"""Links that would run something in a reader's browser come out as text, whoever wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_RUNS_CODE = {"data", "javascript", "vbscript"}
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]")


class UnlinkCode(SphinxPostTransform):
    """Replaces such a link by its words: any field of a .bib can hold one, in LaTeX's url command."""

    default_priority = 900  # after references are resolved

    def run(self, **_kwargs: object) -> None:
        """Replace the document's unsafe links."""
        for reference in list(self.document.findall(nodes.reference)):
            address = _IGNORED_BY_BROWSERS.sub("", str(reference.get("refuri", "")))
            scheme, colon, _rest = address.partition(":")
            if colon and scheme.casefold() in _RUNS_CODE:
                reference.replace_self(nodes.inline("", "", *reference.children))


def setup_links(app: Sphinx) -> None:
    """Connect the check of links."""
    app.add_post_transform(UnlinkCode)
