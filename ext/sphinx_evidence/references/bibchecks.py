"""What is wrong with entries that can be read: what their kind requires and lack, and one source given twice. Pure."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.references.entries import missing_fields, read_reference
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_evidence.references.bibfiles import BibFiles


def check_entries(read: BibFiles) -> Iterator[Problem]:
    """Yield what is wrong with the entries of *read*, each where its entry begins."""
    key_by_doi: dict[str, str] = {}
    told = set(_told_already(read))
    for key, entry in read.data.entries.items():
        reference = read_reference(entry)
        path, line = read.places[key]
        if key not in told and (missing := missing_fields(reference)):
            kind = reference.kind.value
            message = (
                f"the entry {quoted(key)} is {'an' if kind[0] in 'aeiou' else 'a'} {kind} without "
                f"{', '.join(missing)}: add what is missing, or 'entrysubtype' where it is another kind of source"
            )
            yield Problem(ProblemCode.BIBLIOGRAPHY, message, line, path)
        doi = reference.doi.casefold()  # a DOI is the same in capitals
        if doi and (first := key_by_doi.setdefault(doi, key)) != key:
            message = (
                f"the entries {quoted(first)} and {quoted(key)} have one DOI, {quoted(reference.doi)}, and would be "
                "listed as two sources: keep one, and cite its key"
            )
            yield Problem(ProblemCode.BIBLIOGRAPHY, message, line, path)


def _told_already(read: BibFiles) -> Iterator[str]:
    """Yield the keys of entries with a fault that is told: what is missing may be what could not be read."""
    starts: dict[str, list[tuple[int, str]]] = {}
    for key, (path, line) in read.places.items():
        starts.setdefault(path, []).append((line, key))
    for entries in starts.values():
        entries.sort()
    for problem in read.problems:
        entries = starts.get(problem.path or "", [])
        position = bisect_right(entries, problem.line or 0, key=lambda entry: entry[0])
        if position:
            yield entries[position - 1][1]
