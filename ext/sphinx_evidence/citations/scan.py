"""Which keys the text of a page cites, without building it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_evidence.spelling import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"\s*(?P<signs>`{3,}|~{3,})(?P<info>[^`]*)$")
_CODE_DIRECTIVES = ("{code", "{literalinclude", "{parsed-literal", "{sourcecode")
_CODE = re.compile(r"(?<!`)(?P<quotes>`{2,})(?!`).*?(?P=quotes)", re.DOTALL)
_ROLE = re.compile(r"(?:\{(?:foot)?cite(?::[a-z]+)?\}|:(?:foot)?cite(?::[a-z]+)?:)`(?P<targets>[^`]+)`")
_BESIDE_KEYS = re.compile(r"\{[^{}]*\}")  # as {see} and {p. 3, table 2}


def cited_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the keys that the citations in *text*, MyST or reStructuredText, name, each with its line.

    An example in a code block, or between two or more backquotes, cites nothing.
    """
    live = _CODE.sub(lambda code: "\n" * code[0].count("\n"), "\n".join(_without_code_blocks(text)))
    line, position = 1, 0
    for role in _ROLE.finditer(live):
        line, position = line + live.count("\n", position, role.start()), role.start()
        for key in _BESIDE_KEYS.sub("", role["targets"]).replace(",", " ").split():
            yield key, line


def _without_code_blocks(text: str) -> Iterator[str]:
    """Yield the lines of *text*, empty where they are code; the fences of directives hold live text."""
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
        is_live = not fence and not is_code and not line.startswith("% ")  # MyST's comments
        yield line if is_live else ""


def unknown_key_message(key: str, known: Iterable[str]) -> str:
    """Return what is told of a key that no .bib file has."""
    return f"no .bib file has the key {quoted(key)}.{did_you_mean(key, known)}"
