"""References as a BibTeX file in UTF-8. Pure.

Its fields are those of this project's own .bib files: BibTeX's, and biblatex's where BibTeX has none
(``shortjournal``, ``pubstate``, ``urldate``, ``entrysubtype``).
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from sphinx_evidence.references.exports.latex import latex, latex_names, rich_latex
from sphinx_evidence.references.exports.values import one_line, padded
from sphinx_evidence.references.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_evidence.references.model import Day, Reference

_TYPES = {
    Kind.ARTICLE: "article",
    Kind.BOOK: "book",
    Kind.CHAPTER: "incollection",
    Kind.REPORT: "techreport",
    Kind.WEB_PAGE: "online",
    Kind.THESIS: "phdthesis",
    Kind.OTHER: "misc",
}  # every other kind is misc, and its name the entrysubtype
_PUBLISHERS = {Kind.REPORT: "institution", Kind.THESIS: "school"}
_ISSUED = {Kind.ARTICLE, Kind.PREPRINT}  # their ``number`` is the issue
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_IN_KEYS = re.compile(r"""[\s"#%'(),={}~\\@]+""")  # BibTeX or biber ends or refuses a key at these
_NOT_IN_URLS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_NOT_IN_NUMBERS = str.maketrans("", "", "{}\\")


def bibtex(references: Iterable[Reference]) -> str:
    """Return *references* as the text of a .bib file, in their order.

    Addresses and numbers are never LaTeX. What would break the file in them is percent-encoded (``doi``, ``url``) or
    left out (``pmid``, ``pmcid``, ``registry``). A key that was given before has a number after it. A comma within a
    keyword or a registration number parts it, and an article that has an issue has no number of its own.
    """
    return "\n".join(_entry(key, reference) for key, reference in _keyed(references))


def _keyed(references: Iterable[Reference]) -> Iterator[tuple[str, Reference]]:
    """Yield the references with keys that differ in more than case."""
    taken: set[str] = set()
    for reference in references:
        wanted = _NOT_IN_KEYS.sub("-", reference.key) or "reference"
        spellings = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
        key = next(spelling for spelling in spellings if spelling.lower() not in taken)
        taken.add(key.lower())
        yield key, reference


def _entry(key: str, reference: Reference) -> str:
    """Return one entry, without the fields that say nothing."""
    fields = [(name, value) for name, value in _fields(reference) if value]
    # A month is a macro: each style has its own names for them.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields]
    in_journal = reference.kind is Kind.GUIDELINE and reference.container
    entry_type = "article" if in_journal else _TYPES.get(reference.kind, "misc")
    return f"@{entry_type}{{{key},\n{''.join(lines)}}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the names of the fields, in the order of the project's own files, and what stands in their braces."""
    kind = reference.kind
    title = rich_latex(reference.title)
    yield "author", latex_names(reference.authors, has_more=reference.has_more_authors)
    yield "editor", latex_names(reference.editors, has_more=reference.has_more_editors)
    yield (
        "title",
        f"{{{title}}}" if title else "",
    )  # in braces of its own, so that no style changes its capitals
    yield "booktitle" if kind is Kind.CHAPTER else "journal", rich_latex(reference.container)
    yield "shortjournal", _text(reference.container_short)
    yield from _date(reference.date)
    yield "pubstate", _text(reference.state)
    yield "volume", _text(reference.volume)
    issue, number = _text(reference.issue), _text(reference.number)
    yield "issue", "" if kind in _ISSUED else issue
    yield "number", (issue if kind in _ISSUED else "") or number
    yield "pages", _text(reference.pages).replace("-", "--")
    yield "edition", _text(reference.edition)
    yield _PUBLISHERS.get(kind, "publisher"), _text(reference.publisher)
    yield "address", _text(reference.place)
    yield "doi", one_line(reference.doi).translate(_NOT_IN_URLS)
    yield "pmid", _number(reference.pmid)
    yield "pmcid", _number(reference.pmcid)
    yield "registry", ", ".join(filter(None, map(_number, reference.registry)))
    yield "url", one_line(reference.url).translate(_NOT_IN_URLS)
    yield "urldate", "-".join(padded(reference.accessed))
    yield "keywords", ", ".join(filter(None, map(_text, reference.keywords)))
    yield "note", rich_latex(reference.note)
    yield "entrysubtype", "" if kind in _TYPES else reference.genre or kind.value


def _text(text: str) -> str:
    return latex(one_line(text))


def _number(text: str) -> str:
    return one_line(text.translate(_NOT_IN_NUMBERS))


def _date(day: Day) -> Iterator[tuple[str, str]]:
    """Yield the fields of a date, as far as it is known."""
    for name, value in zip(("year", "month", "day"), padded(day), strict=False):
        yield name, _MONTHS[int(value) - 1] if name == "month" else value
