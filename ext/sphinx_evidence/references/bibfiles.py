"""A .bib file read fault by fault: one bad entry costs no other. Pure.

pybtex stops at the first fault, and sphinxcontrib-bibtex then drops the rest of the file or ends the build
(mcmtroffaes/sphinxcontrib-bibtex: ``bibfile_data_error``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pybtex import errors
from pybtex.database import BibliographyData
from pybtex.database.input.bibtex import Parser, UndefinedMacro, month_names
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.references.identifiers import malformed
from sphinx_evidence.spelling import quoted
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pybtex.database import Entry

_ENTRY_START = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_ENTRY_KEY = re.compile(r"@(?P<type>[A-Za-z]+)\s*[{(]\s*(?P<key>[^\s,{}]+)(?=[\s,}])")
_REPEATED = re.compile(r"repeated bibliography entry: (?P<key>.*)")
_LATEX = re.compile(r"[\\{}%$]")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_VERBATIM = {"doi", "eprint", "file", "pmcid", "pmid", "registry", "url"}  # never read as LaTeX
_NO_ENTRIES = {"string", "preamble", "comment"}
_WEB_ADDRESS = re.compile(r"https?://[^\s]+\Z", re.IGNORECASE)


class BibFiles(NamedTuple):
    """What all .bib files of a project hold together.

    :ivar data: the entries, of a key given twice the first
    :ivar keys: for each file the keys that it gave
    :ivar places: the file and the line of each key's entry
    :ivar problems: what is wrong with the other entries
    """

    data: BibliographyData
    keys: dict[str, list[str]]
    places: dict[str, tuple[str, int]]
    problems: list[Problem]


def read_bibliographies(files: Iterable[tuple[str, bytes]], encoding: str = "utf-8-sig") -> BibFiles:
    """Return the entries of *files*, pairs of a path and its bytes; macros are shared, as BibTeX shares them.

    :param encoding: of the files; lines that are of another are read as Latin-1, and told
    """
    result = BibFiles(BibliographyData(), {}, {}, [])
    macros = CaseInsensitiveDict(month_names)
    for path, raw in files:
        text, problems = _decode(raw, path, encoding)
        result.problems.extend(problems)
        lines = _key_lines(text)
        parser = Parser(macros=CaseInsensitiveDict(macros))
        is_sound = not _parse(parser, text)
        if not is_sound:
            # Again entry by entry, so that an open brace in one costs no other.
            parser = Parser(macros=CaseInsensitiveDict(macros))
            for first_line, chunk in _chunks(text):
                result.problems.extend(
                    _problem(_message(error, chunk, lines), first_line + _line_in(error) - 1, path)
                    for error in _first_of_each_kind(_parse(parser, chunk))
                )
        macros = parser.macros
        result.keys[path] = []
        for key, entry in parser.data.entries.items():
            line = lines.get(key.lower(), [(1, key)])[0][0]
            if key in result.data.entries:
                result.problems.append(_problem(_told_again(key, result), line, path))
                continue
            if is_sound and not entry.fields and not entry.persons:
                message = f"the entry {quoted(key)} is empty; is a comma missing after its key?"
                result.problems.append(_problem(message, line, path))
            result.problems.extend(_mend_fields(entry, key, line, path))
            result.problems.extend(_drop_unsafe_url(entry, key, line, path))
            result.data.add_entry(key, entry)
            result.keys[path].append(key)
            result.places[key] = (path, line)
    return result


def _told_again(key: str, read: BibFiles) -> str:
    """Return what is wrong with *key*, which an earlier file has."""
    first = read.data.entries[key].key
    if first != key:
        return _case_only(key, first, f"in {Path(read.places[first][0]).name}")
    return f"the key {quoted(key)} stands in another .bib file too; that one is used: rename this one"


def _case_only(key: str, first: str, where: str) -> str:
    return (
        f"the keys {quoted(key)} and {quoted(first)} ({where}) differ only in case, and BibTeX takes them for one; "
        "the first one is used: rename the other"
    )


def _parse(parser: Parser, text: str) -> list[PybtexError]:
    """Parse *text* and return every fault in it."""
    with errors.capture() as captured:
        try:
            parser.parse_string(text)
        except PybtexError as error:
            captured.append(error)
        return list(captured)


def _first_of_each_kind(found: list[PybtexError]) -> Iterator[PybtexError]:
    """Yield the faults of one entry without those that follow from the first fault in its syntax."""
    syntax_is_broken = False
    for error in found:
        is_macro = isinstance(error, UndefinedMacro)
        if not isinstance(error, PybtexSyntaxError) or is_macro or not syntax_is_broken:
            yield error
        syntax_is_broken = syntax_is_broken or isinstance(error, PybtexSyntaxError)


def _line_in(error: PybtexError) -> int:
    """Return the line of the entry on which *error* was found; its first where only the end of it shows the fault."""
    if isinstance(error, PybtexSyntaxError) and not isinstance(error, PrematureEOF) and error.lineno:
        return int(error.lineno)
    return 1


def _mend_fields(entry: Entry, key: str, line: int, path: str) -> list[Problem]:
    """Mend, and tell of, what BibTeX and LaTeX would not read as it is meant: others take the file too."""
    problems: list[Problem] = []
    for name, value in list(entry.fields.items()):
        if fault := malformed(name.lower(), value):
            problems.append(_problem(f"in the entry {quoted(key)}: {fault}", line, path))
        if name.lower() in _VERBATIM or not _LATEX.search(value):
            continue
        mended = _BARE_PERCENT.sub(r"\\%", value)
        if mended != value:
            message = f"in the entry {quoted(key)}: a '%' in the {name} would hide the rest of it; write \\%"
            problems.append(_problem(message, line, path))
        try:
            Text.from_latex(mended)
        except (PybtexError, ValueError) as error:
            message = f"in the entry {quoted(key)}: the {name} is no LaTeX ({_told(error)}); check its braces"
            problems.append(_problem(message, line, path))
            mended = _LATEX.sub("", mended)
        entry.fields[name] = mended
    return problems


def _drop_unsafe_url(entry: Entry, key: str, line: int, path: str) -> list[Problem]:
    """Remove an address that a reader's browser should not be sent to."""
    url = entry.fields.get("url", "").strip()
    if not url or _WEB_ADDRESS.match(url):
        return []
    del entry.fields["url"]
    message = f"the url of {quoted(key)} is {quoted(url)}; only http and https are linked: it is left out"
    return [_problem(message, line, path)]


def _decode(raw: bytes, path: str, encoding: str) -> tuple[str, list[Problem]]:
    """Return *raw* as text; lines that are not UTF-8 are read as Latin-1."""
    try:
        return printable(raw.decode(encoding).replace("\r\n", "\n")), []
    except (UnicodeDecodeError, LookupError):
        pass
    lines: list[str] = []
    faulty: list[int] = []
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("latin-1"))
            faulty.append(number)
    message = (
        f"{len(faulty)} line(s) are not UTF-8 and were read as Latin-1, the first one here; "
        "save the file as UTF-8"
    )
    return printable("\n".join(lines).replace("\r\n", "\n")), [_problem(message, faulty[0], path)]


def _key_lines(text: str) -> dict[str, list[tuple[int, str]]]:
    """Return for each key (lower case) the lines on which it begins an entry, and how it is written there."""
    lines: dict[str, list[tuple[int, str]]] = {}
    line_ends = _line_ends(text)
    for match in _ENTRY_KEY.finditer(text):
        if match["type"].lower() not in _NO_ENTRIES:
            line = bisect_left(line_ends, match.start("key")) + 1
            lines.setdefault(match["key"].lower(), []).append((line, match["key"]))
    return lines


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the entries of *text*, each with its line."""
    starts = [match.start() for match in _ENTRY_START.finditer(text)]
    line_ends = _line_ends(text)
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        line = bisect_left(line_ends, start) + 1
        yield line, text[start:end]


def _line_ends(text: str) -> list[int]:
    """Return where each line of *text* ends."""
    return [match.start() for match in re.finditer("\n", text)]


def _message(error: PybtexError, chunk: str, lines: dict[str, list[tuple[int, str]]]) -> str:
    """Return what pybtex found, with the entry named and how to mend it."""
    match = _ENTRY_KEY.search(chunk)
    key = match["key"] if match else ""
    where = f"in the entry {quoted(key)}: " if key else ""
    found = _told(error)
    if match := _REPEATED.match(found):
        key = match["key"]
        line, first = lines.get(key.lower(), [(0, key)])[0]
        if first != key:
            return _case_only(key, first, f"line {line}")
        return f"the key {quoted(key)} is given twice, first in line {line}; the first one is used: rename the other"
    if "undefined string" in found:
        return f"{where}{found}; put the value into braces, or define it with @string before"
    if "name string" in found.lower() or "too many commas" in found.lower():
        return f"{where}{found}; write names as 'Family, Given and Family, Given'"
    return f"{where}{found}; check its braces, quotes and commas"


def _told(error: Exception) -> str:
    """Return what pybtex found, on one short line, without a line counted from the entry's own first."""
    return re.sub(r" in line [0-9]+", "", " ".join(str(error).split()[:40]))[:200]


def _problem(message: str, line: int, path: str) -> Problem:
    return Problem(ProblemCode.BIBLIOGRAPHY, message, line, path)
