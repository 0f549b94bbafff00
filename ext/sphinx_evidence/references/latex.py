r"""The LaTeX and the HTML of a .bib field as runs of words. Pure.

latexcodec knows the symbols. The rest is read here, because pybtex's rich text knows braces only (``\emph``
and ``$^{+}$`` would be printed as they stand), recurses into them and stops at one too many.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache
from typing import Any, NamedTuple, cast

import latexcodec  # noqa: F401 - registers "ulatex"

from sphinx_evidence.references.parts import Style, Words
from sphinx_evidence.references.runs import folded
from sphinx_evidence.text import printable

_MARKUP = re.compile(r"[\\{}$`'~-]|</?[A-Za-z]")
_TOKEN = re.compile(
    r"""
    (?P<text>[^\\${}<`'~^_-]++)
    | \\(?:url|nolinkurl|path)\s*+\{(?P<url>[^{}]*+)\}
    | \\href\s*+(?P<address>\{[^{}]*+\})
    | \\(?P<accent>['`^"~=.]|[uvHcdbkrt](?![A-Za-z]))\s*+
    | \\(?P<command>[A-Za-z]++)\*?\s*+
    | \\(?P<sign>[\s\S]?)
    | \$(?P<price>(?=[0-9]))?+(?=[^\s$])(?P<math>(?:[^$\\]|\\[\s\S])*+)(?<!\s)\$(?(price)(?![0-9]))
    | (?P<shift>[\^_])
    | (?P<brace>[{}])
    | <(?P<end>/?)(?P<tag>(?i:i|em|b|strong|sub|sup))>
    | (?P<ligature>---|--|``|''|~)
    | (?P<other>[\s\S])
    """,
    re.VERBOSE,
)
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a", "t": "\u0361",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0"}
_SIGNS = {"\\": " ", "/": "", "-": "", "!": "", "(": "", ")": "", "[": "", "]": "", "@": ""}
_SPACES = {" ", ",", ";", ":", "\n", "\t"}
_OF_ARGUMENT = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph"), Style.EMPHASIS),
    **dict.fromkeys(("textbf", "mkbibbold"), Style.STRONG),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), Style.SUPERSCRIPT),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), Style.SUBSCRIPT),
}
_OF_REST = {
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), Style.EMPHASIS),
    **dict.fromkeys(("bf", "bfseries"), Style.STRONG),
    **dict.fromkeys(("rm", "normalfont", "upshape", "mdseries"), None),
}
_TAGS = {
    "i": Style.EMPHASIS, "em": Style.EMPHASIS, "b": Style.STRONG, "strong": Style.STRONG,
    "sub": Style.SUBSCRIPT, "sup": Style.SUPERSCRIPT,
}  # fmt: skip
_SYMBOLS = {  # that latexcodec does not know
    "circ": "°", "degree": "°", "dots": "…", "euro": "€", "ge": "≥", "geqslant": "≥", "gt": ">", "j": "ȷ",
    "lbrace": "{", "le": "≤", "leqslant": "≤", "lq": "‘", "lt": "<", "ne": "≠", "prime": "′", "rbrace": "}",
    "rq": "’", "slash": "/", "textasciicircum": "^", "textasciigrave": "`", "textbar": "|",
    "textbraceleft": "{", "textbraceright": "}", "textdollar": "$", "textellipsis": "…", "texteuro": "€",
    "textgreater": ">", "textless": "<", "textquotedbl": '"', "textquotedblleft": "“",
    "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "textquotesingle": "'",
    "textunderscore": "_", "varepsilon": "ε", "varphi": "φ", "vartheta": "ϑ",
}  # fmt: skip


class _Next(Enum):
    """What the next letter or group belongs to."""

    NOTHING = auto()
    STYLE = auto()
    UNKNOWN = auto()


class _Group(NamedTuple):
    """What holds again when a group ends.

    :ivar is_unknown: whether the group is the argument of a command that is not known
    """

    style: Style | None
    is_unknown: bool = False


def words_of(text: str) -> tuple[Words, ...]:
    r"""Return *text* as a reader reads it: accents, symbols and dashes for their LaTeX, braces removed.

    Emphasis, strong, subscript and superscript are kept, of nested ones the innermost. Of a command that is not
    known the argument's text is kept; a percent sign is one, and no comment. ``\url`` and ``\href`` are their
    text. The HTML tags that CSL-JSON and Crossref use are styles where they stand in pairs; others are text.
    """
    if not text:
        return ()
    text = printable(text)
    if not _MARKUP.search(text):
        return folded([Words(text)])
    reader = _Reader()
    reader.read(text, is_math=False)
    return folded(reader.runs())


def text_of(text: str) -> str:
    """Return *text* as a reader reads it, without styles, every white space one space."""
    if not _MARKUP.search(text):
        return " ".join(printable(text).split())  # most fields of a large file are plain
    return " ".join("".join(run.text for run in words_of(text)).split())


class _Reader:
    """Reads token by token, with a stack of its own: a file may nest deeper than Python recurses."""

    def __init__(self) -> None:
        self._runs: list[Words] = []
        self._texts: list[str] = []
        self._style_of_texts: Style | None = None
        self._style: Style | None = None
        self._groups: list[_Group] = []
        self._accent = ""
        self._next = _Next.NOTHING
        self._next_style: Style | None = None

    def read(self, text: str, *, is_math: bool) -> None:
        """Append the runs of *text*."""
        tags = _paired_tags(text) if "<" in text else set()
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or ""
            value = match[kind]
            if kind == "text":
                self._add(value)
            elif kind == "brace":
                self._open() if value == "{" else self._close(text[match.end() : match.end() + 1])
            elif kind == "tag":
                self._read_tag(match, is_paired=match.start() in tags)
            elif kind == "math":
                self._read_math(value)
            elif kind == "shift":
                self._shift(value, is_math=is_math)
            elif kind == "accent":
                self._accent = value
            elif kind == "command":
                self._read_command(value, match[0], is_math=is_math)
            elif kind != "address":
                self._add(_LIGATURES.get(value, value) if kind == "ligature" else _sign(kind, value))

    def runs(self) -> list[Words]:
        """Return what was read."""
        return [*self._runs, Words("".join(self._texts), self._style_of_texts)]

    def _emit(self, text: str, style: Style | None) -> None:
        if style is not self._style_of_texts:
            self._runs.append(Words("".join(self._texts), self._style_of_texts))
            self._texts, self._style_of_texts = [], style
        self._texts.append(text)

    def _add(self, text: str) -> None:
        """Append *text*, its first letter with the accent and in the style that wait for one."""
        if self._accent and text:
            text, self._accent = _accented(text, self._accent), ""
        if self._next is not _Next.NOTHING and text.strip():
            if self._next is _Next.STYLE:
                head, text = _first_letter(text)
                self._emit(head, self._next_style)
            self._next = _Next.NOTHING
        self._emit(text, self._style)

    def _open(self) -> None:
        self._groups.append(_Group(self._style, self._next is _Next.UNKNOWN))
        if self._next is _Next.STYLE:
            self._style = self._next_style
        self._next = _Next.NOTHING

    def _close(self, following: str) -> None:
        r"""End a group; ``\frac{1}{2}`` must not become 12."""
        if self._accent in {"~", "^"}:
            self._emit(self._accent, self._style)
        self._accent, self._next = "", _Next.NOTHING
        if not self._groups:
            return
        group = self._groups.pop()
        self._style = group.style
        if group.is_unknown and following == "{":
            self._emit(" ", self._style)
            self._next = _Next.UNKNOWN

    def _read_tag(self, match: re.Match[str], *, is_paired: bool) -> None:
        if not is_paired:
            self._add(match[0])
        elif match["end"]:
            self._style = self._groups.pop().style
        else:
            self._groups.append(_Group(self._style))
            self._style = _TAGS[match["tag"].lower()]

    def _read_math(self, text: str) -> None:
        """Read a formula, whose braces are its own."""
        groups, style, self._groups = self._groups, self._style, []
        self.read(text, is_math=True)
        self._groups, self._style, self._accent, self._next = groups, style, "", _Next.NOTHING

    def _shift(self, sign: str, *, is_math: bool) -> None:
        if not is_math:
            self._add(sign)
            return
        self._next = _Next.STYLE
        self._next_style = Style.SUPERSCRIPT if sign == "^" else Style.SUBSCRIPT

    def _read_command(self, name: str, token: str, *, is_math: bool) -> None:
        if name in _OF_ARGUMENT:
            self._next, self._next_style = _Next.STYLE, _OF_ARGUMENT[name]
        elif name in _OF_REST:
            self._style = _OF_REST[name]
        elif symbol := _symbol(name):
            if symbol == "°":
                self._next = _Next.NOTHING  # it stands high by itself
            is_spaced = is_math and token[-1].isspace() and unicodedata.category(symbol[0]) == "Sm"
            self._add(f"{symbol} " if is_spaced else symbol)
        else:
            self._next = _Next.UNKNOWN
            if token[-1].isspace():
                self._emit(" ", self._style)


def _paired_tags(text: str) -> set[int]:
    """Return where the tags stand that have a partner in the same group."""
    paired: set[int] = set()
    opened: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "brace" and match["brace"] == "{":
            opened.append(("{", 0))
        elif match.lastgroup == "brace":
            while opened and opened.pop()[0] != "{":
                pass
        elif match.lastgroup == "tag" and not match["end"]:
            opened.append((match["tag"].lower(), match.start()))
        elif match.lastgroup == "tag" and opened and opened[-1][0] == match["tag"].lower():
            paired |= {opened.pop()[1], match.start()}
    return paired


def _sign(kind: str, value: str) -> str:
    r"""Return the sign that a backslash before *value* means; the text of ``\url`` is itself."""
    if kind == "sign" and value in _SPACES:
        return " "
    return _SIGNS.get(value, value) if kind == "sign" else value


def _first_letter(text: str) -> tuple[str, str]:
    """Return the first letter of *text*, with the marks that belong to it, and the rest."""
    end = len(text) - len(text.lstrip()) + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[:end], text[end:]


def _accented(text: str, accent: str) -> str:
    """Return *text* with *accent* on its first letter; without it where it begins with another sign."""
    head, rest = _first_letter(text)
    if not head.isalpha():
        return text
    letter = _DOTLESS.get(head, head)
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent]) + rest


@lru_cache(maxsize=1024)
def _symbol(name: str) -> str:
    """Return the sign that the command *name* prints; nothing where it is not known."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    for latex in (f"\\{name}", f"$\\{name}$", f"$\\{name.removeprefix('text')}$"):
        sign = codecs.decode(cast("Any", latex), "ulatex").strip("$ ")
        if sign and ("\\" not in sign or name == "textbackslash"):
            return str(sign)
    return ""
