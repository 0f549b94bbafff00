"""References as CSL-JSON, which Zotero, pandoc and every citation processor read. Pure.

Where CSL-JSON 1.0.2 has no field of its own:

- ``{"literal": "others"}`` as the last author says that there are more: pandoc reads BibTeX's ``and others`` so
  (jgm/citeproc#61), and a style that prints it prints "and others".
- Trial registration numbers are the first line of ``note``, after ``Trial registration:``. ``custom`` would hold them,
  but no reference manager shows it.
- ``genre`` says what is cited where CSL has no type for it.
- The court is the ``authority`` of its opinion, and the number of a statute the ``section`` of its code.

CSL-JSON has styles and no escape: after a ``<`` that would begin a tag stands a WORD JOINER (U+2060).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sphinx_evidence.references.exports.values import date_parts, one_line
from sphinx_evidence.references.model import Kind
from sphinx_evidence.references.parts import Style
from sphinx_evidence.references.runs import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_evidence.references.model import Day, Name, Reference
    from sphinx_evidence.references.parts import Words

_TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.BOOK: "book",
    Kind.CHAPTER: "chapter",
    Kind.REPORT: "report",
    Kind.GUIDELINE: "report",
    Kind.WEB_PAGE: "webpage",
    Kind.PREPRINT: "article",
    Kind.PRESS_RELEASE: "document",
    Kind.LABEL: "document",
    Kind.REGISTRY_RECORD: "entry",
    Kind.COURT_OPINION: "legal_case",
    Kind.STATUTE: "legislation",
    Kind.THESIS: "thesis",
    Kind.OTHER: "document",
}
_WITHOUT_TYPE = {Kind.GUIDELINE, Kind.PREPRINT, Kind.PRESS_RELEASE, Kind.LABEL, Kind.REGISTRY_RECORD}
_TAGS = {Style.EMPHASIS: "i", Style.STRONG: "b", Style.SUBSCRIPT: "sub", Style.SUPERSCRIPT: "sup"}
_TAG_START = re.compile(r"<(?=/?[A-Za-z]+[ >])")
_OTHERS = {"literal": "others"}


def csl_json(references: Iterable[Reference]) -> str:
    """Return *references* as the text of a CSL-JSON file, in their order; to be written as UTF-8."""
    items = [_item(reference) for reference in references]
    return f"{json.dumps(items, ensure_ascii=False, indent=2, sort_keys=True)}\n"


def _item(reference: Reference) -> dict[str, object]:
    """Return one item, without the variables that say nothing."""
    kind = reference.kind
    is_article = kind is Kind.GUIDELINE and bool(reference.container)
    variables = {
        "author": _names(reference.authors, has_more=reference.has_more_authors),
        "editor": _names(reference.editors, has_more=reference.has_more_editors),
        "genre": (reference.genre or kind.value).capitalize() if kind in _WITHOUT_TYPE else "",
        "title": _rich(reference.title),
        "container-title": _rich(reference.container),
        "container-title-short": _text(reference.container_short),
        "issued": _date(reference.date),
        "status": _text(reference.state),
        "volume": _text(reference.volume),
        "issue": _text(reference.issue),
        "page": _text(reference.pages),
        "section" if kind is Kind.STATUTE else "number": _text(reference.number),
        "edition": _text(reference.edition),
        "authority" if kind is Kind.COURT_OPINION else "publisher": _text(reference.publisher),
        "publisher-place": _text(reference.place),
        "DOI": one_line(reference.doi),
        "PMID": one_line(reference.pmid),
        "PMCID": one_line(reference.pmcid),
        "URL": one_line(reference.url),
        "accessed": _date(reference.accessed),
        "keyword": "; ".join(filter(None, map(_text, reference.keywords))),
        "note": _note(reference),
    }
    known = {name: value for name, value in variables.items() if value}
    return {"id": reference.key, "type": "article-journal" if is_article else _TYPES[kind], **known}


def _names(names: Iterable[Name], *, has_more: bool) -> list[dict[str, str]]:
    """Return those of *names* that have any text."""
    written = [*map(_name, names), _OTHERS if has_more else {}]
    return [name for name in written if name]


def _name(name: Name) -> dict[str, str]:
    """Return the parts of a name that are there."""
    if name.is_organisation:
        parts = {"literal": name.family}
    else:
        parts = {
            "family": name.family,
            "given": name.given,
            "non-dropping-particle": name.particle,
            "suffix": name.suffix,
        }
    return {part: text for part, value in parts.items() if (text := _text(value))}


def _note(reference: Reference) -> str:
    """Return the trial registration numbers, then what else the record says."""
    numbers = ", ".join(filter(None, map(_text, reference.registry)))
    lines = [f"Trial registration: {numbers}" if numbers else "", _rich(reference.note)]
    return "\n".join(filter(None, lines))


def _date(day: Day) -> dict[str, list[list[int]]]:
    """Return a date as far as it is known."""
    parts = date_parts(day)
    return {"date-parts": [parts]} if parts else {}


def _rich(words: Iterable[Words]) -> str:
    """Return *words* on one line, with CSL's tags for their styles."""
    return "".join(
        f"<{_TAGS[run.style]}>{_untagged(run.text)}</{_TAGS[run.style]}>"
        if run.style
        else _untagged(run.text)
        for run in folded(words)
    )


def _text(text: str) -> str:
    return _untagged(one_line(text))


def _untagged(text: str) -> str:
    """Return *text* with no tag in it."""
    return _TAG_START.sub("<\N{WORD JOINER}", text)
