"""The digest of what a page says: equal where the content is equal. Pure.

``v1-`` and 32 hex digits of SHA-256 over the page's pieces. The prefix names the scheme, and keeps a YAML
reader from taking the digest for a number.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEME = "v1"
_FORM = re.compile(r"v(?:0|[1-9][0-9]{0,3})-[0-9a-f]{32}")


class Piece(NamedTuple):
    """One thing that a reader gets.

    :ivar kind: what it is (``text``, ``code``, ``citation``, ``image`` …)
    :ivar text: its words, white space folded unless it is code
    :ivar options: what else counts, as pairs in a fixed order
    """

    kind: str
    text: str
    options: tuple[tuple[str, str], ...] = ()


def content_digest(pieces: Iterable[Piece]) -> str:
    """Return the digest of *pieces*, in their order."""
    # JSON keeps the borders between pieces, so that "ab","c" and "a","bc" differ.
    encoded = json.dumps([list(piece) for piece in pieces], ensure_ascii=True)
    return f"{SCHEME}-{hashlib.sha256(encoded.encode('ascii')).hexdigest()[:32]}"


def is_digest(text: str) -> bool:
    """Tell whether *text* has the form of a digest of this or another scheme."""
    return _FORM.fullmatch(text) is not None


def scheme_number(text: str) -> int:
    """Return the number of the scheme of a digest, or of a scheme (``v1``)."""
    return int(text.partition("-")[0].removeprefix("v"))
