"""The ids of references and citations. Pure."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def reference_anchor(key: str) -> str:
    """Return the id of a reference in a page's list: ``ref-`` and the key.

    A sign that an address, an XML name or LaTeX would not take is written as its code point between full stops.
    """
    return f"ref-{_safe(key)}"


def citation_anchor(number: int) -> str:
    """Return the id of the citation that is the page's *number*-th link to its list."""
    return f"cite-{number}"


def joined_prefix(docname: str) -> str:
    """Return what keeps the ids of a page apart from those of the others in one HTML file."""
    return f"document-{_safe(docname)}-"


def _safe(name: str) -> str:
    return _UNSAFE.sub(lambda sign: f".{ord(sign[0]):x}.", name)
