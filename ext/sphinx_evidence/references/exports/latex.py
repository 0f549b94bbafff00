r"""Text and names as the LaTeX of a .bib file. Pure.

Braces in text are written as commands: pybtex counts ``\{`` as a brace, and bibtexparser does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_evidence.references.exports.values import one_line
from sphinx_evidence.references.parts import Style
from sphinx_evidence.references.runs import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_evidence.references.model import Name
    from sphinx_evidence.references.parts import Words

_COMMANDS = {
    Style.EMPHASIS: "emph",
    Style.STRONG: "textbf",
    Style.SUBSCRIPT: "textsubscript",
    Style.SUPERSCRIPT: "textsuperscript",
}
_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "\\": r"{\textbackslash}",
        "\N{NO-BREAK SPACE}": "~",
    }
)
# Signs that TeX's fonts join, as two hyphens to a dash; and HTML tags, which some readers take for styles.
_JOINED = re.compile(
    r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)|(?<=<)(?=/?[A-Za-z]+>)"
)
_SEPARATOR = re.compile(r"[ ,~]")
_AND = re.compile(r"(?<![^ ~])and(?![^ ~])", re.IGNORECASE)
_NO_TEXT = "{}"


def latex(text: str) -> str:
    """Return *text* with nothing in it that LaTeX or BibTeX would read as a sign of its own."""
    return _JOINED.sub(_NO_TEXT, text.translate(_ESCAPES))


def rich_latex(words: Iterable[Words]) -> str:
    """Return *words* on one line, with their styles."""
    return "".join(
        f"\\{_COMMANDS[run.style]}{{{latex(run.text)}}}" if run.style else latex(run.text)
        for run in folded(words)
    )


def latex_names(names: Iterable[Name], *, has_more: bool) -> str:
    """Return *names* with ``and`` between them, and with ``others`` at the end where there are more."""
    written = [*map(_name, names), "others" if has_more else ""]
    return " and ".join(filter(None, written))


def _name(name: Name) -> str:
    """Return a name as ``particle Family, Suffix, Given``, or an organisation's in braces."""
    family, given, particle, suffix = map(one_line, name[:4])
    if name.is_organisation:
        return f"{{{latex(family)}}}" if family else ""
    if not family:
        family, given = given or particle or suffix, ""
    has_particle = _is_particle(particle.rpartition(" ")[2])
    if particle and not has_particle:
        family = f"{particle} {family}"
    has_comma = bool(given or suffix or has_particle)
    is_plain = has_comma and all(map(_is_capitalised, family.split(" ")))
    last = latex(family) if is_plain else _one_word(family)
    if not has_comma:
        # Alone, "others" would be read as more names, and a group in braces as an organisation.
        return f"{last}{_NO_TEXT}" if last == "others" or last.startswith("{") else last
    parts = [
        f"{_words(particle)} {last}" if has_particle else last,
        _words(suffix),
        _words(given) or _NO_TEXT,
    ]
    return ", ".join(filter(None, parts))


def _is_particle(word: str) -> bool:
    """Return whether BibTeX takes *word*, not the last of a name, for a particle: its first letter is a small one."""
    first = next(filter(str.isalpha, word), "")
    return first.islower() and _AND.fullmatch(word) is None and not _SEPARATOR.search(word)


def _is_capitalised(word: str) -> bool:
    """Return whether BibTeX takes *word* for a part of the family name, wherever it stands in it."""
    return word[:1].isupper() and _AND.fullmatch(word) is None and not _SEPARATOR.search(latex(word))


def _one_word(text: str) -> str:
    """Return *text* as one word, its spaces and commas in braces, so that BibTeX cannot part it."""
    return _SEPARATOR.sub(r"{\g<0>}", latex(text))


def _words(text: str) -> str:
    """Return *text* with its commas and its ``and`` in braces, so that they part no names."""
    return _AND.sub(r"{\g<0>}", re.sub(r"[,~]", r"{\g<0>}", latex(text)))
