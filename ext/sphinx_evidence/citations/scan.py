"""Which keys the text of a page cites, without building it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"\s*(?P<signs>`{3,}|~{3,})(?P<info>[^`]*)$")
_CODE_DIRECTIVES = ("{code", "{literalinclude", "{parsed-literal", "{sourcecode")
_CODE = re.compile(r"(?<!`)(?P<quotes>`{2,})(?!`).*?(?P=quotes)", re.DOTALL)
_ROLE = re.compile(r"(?:\{(?:foot)?cite(?::[a-z]+)?\}|:(?:foot)?cite(?::[a-z]+)?:)`(?P<targets>[^`]+)`")
_BESIDE_KEYS = re.compile(r"\{[^{}]*\}")  # as {see} and {p. 3, table 2}


def cited_in(text: str) -> Iterator[str]:
    """Yield the keys that the citations in *text*, MyST or reStructuredText, name.

    An example in a code block, or between two or more backquotes, cites nothing.
    """
    live = _CODE.sub("", "\n".join(_without_code_blocks(text)))
    for role in _ROLE.finditer(live):
        yield from _BESIDE_KEYS.sub("", role["targets"]).replace(",", " ").split()


def _without_code_blocks(text: str) -> Iterator[str]:
    """Yield the lines of *text* that are not code; the fences of directives hold live text."""
    open_fences: list[tuple[str, bool]] = []
    for line in text.splitlines():
        fence = _FENCE.match(line)
        signs, is_code = open_fences[-1] if open_fences else ("", False)
        if signs and fence and fence["signs"].startswith(signs) and not fence["info"].strip():
            open_fences.pop()
        elif fence and not is_code:
            info = fence["info"].strip()
            open_fences.append(
                (fence["signs"], not info.startswith("{") or info.startswith(_CODE_DIRECTIVES))
            )
        elif not is_code:
            yield line
