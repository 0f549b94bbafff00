"""Entries that can be read, and are still wrong."""

from __future__ import annotations

import pytest

from sphinx_evidence.references.bibchecks import check_entries
from sphinx_evidence.references.bibfiles import read_bibliographies

GOOD = "@article{Good,\n author = {A, B},\n title = {T},\n journal = {J},\n year = {2020},\n doi = {10.1000/x},\n}\n"


def told(*texts: str) -> list[str]:
    files = [(f"{number}.bib", text.encode()) for number, text in enumerate(texts)]
    return [
        f"{problem.path}:{problem.line}: {problem.message}"
        for problem in check_entries(read_bibliographies(files))
    ]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("@article{K,\n title = {T},\n journal = {J},\n year = 2020,\n}", "an article without author:"),
        ("@article{K,\n author = {A},\n}", "an article without title, journal, year:"),
        ("@online{K,\n title = {T},\n}", "a web page without url:"),
        (
            "@misc{K,\n title = {T},\n note = {Registry record},\n}",
            "a registry record without registry or url:",
        ),
    ],
)
def test_what_a_kind_of_source_lacks(entry: str, says: str) -> None:
    (line,) = told(f"{GOOD}{entry}")
    assert line.startswith("0.bib:8: the entry 'K' is ")
    assert says in line
    assert "'entrysubtype'" in line


def test_nothing_is_said_of_sound_entries() -> None:
    assert told(GOOD) == []


def test_one_doi_of_two_entries_is_told_at_the_second_also_in_capitals_and_in_another_file() -> None:
    again = GOOD.replace("Good", "Again").replace("10.1000/x", "https://doi.org/10.1000/X")
    (line,) = told(GOOD, again)
    assert line.startswith("1.bib:1: the entries 'Good' and 'Again' have one DOI, '10.1000/X'")
    assert "keep one" in line


def test_an_entry_with_a_fault_is_not_told_a_second_time_for_what_the_fault_took() -> None:
    assert told(f"@article{{Bad,\n title = undefined,\n}}\n{GOOD}") == []
    assert told(f"{GOOD}@article{{Bad,\n title = undefined,\n}}\n@article{{Bare,\n title = {{T}},\n}}") == [
        "0.bib:11: the entry 'Bare' is an article without author, journal, year: add what is missing, or "
        "'entrysubtype' where it is another kind of source"
    ]
