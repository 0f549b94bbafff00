from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator

from made_references import FULL, HOSTILE_REFERENCES, READ_REFERENCES
from sphinx_evidence.references.exports.csl import csl_json
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.parts import Style, Words
from sphinx_evidence.references.runs import folded
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

# A fragment written for these tests after the CSL 1.0.2 specification, appendices III (types) and IV (variables), and
# its description of input data. It is stricter than csl-data.json: numbers are strings, dates are date-parts alone,
# nothing is empty. It is not csl-data.json, which no light package carries.
TEXT = {"type": "string", "minLength": 1}
NAMES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "properties": dict.fromkeys(["family", "given", "non-dropping-particle", "suffix", "literal"], TEXT),
        "additionalProperties": False,
        "dependencies": {"literal": {"maxProperties": 1}},
    },
}
DATE = {
    "type": "object",
    "required": ["date-parts"],
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "array",
                "minItems": 1,
                "items": [
                    {"type": "integer", "minimum": 1},
                    {"type": "integer", "minimum": 1, "maximum": 12},
                    {"type": "integer", "minimum": 1, "maximum": 31},
                ],
                "additionalItems": False,
            },
        }
    },
    "additionalProperties": False,
}
TYPES = [
    "article", "article-journal", "book", "chapter", "document", "entry", "legal_case", "legislation", "report",
    "thesis", "webpage",
]  # fmt: skip
TEXT_VARIABLES = [
    "DOI", "PMCID", "PMID", "URL", "authority", "container-title", "container-title-short", "edition", "genre",
    "issue", "keyword", "note", "number", "page", "publisher", "publisher-place", "section", "status", "title",
    "volume",
]  # fmt: skip
FRAGMENT = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": TYPES},
            "author": NAMES,
            "editor": NAMES,
            "issued": DATE,
            "accessed": DATE,
            **dict.fromkeys(TEXT_VARIABLES, TEXT),
        },
        "additionalProperties": False,
    },
}
KINDS = [
    (Kind.ARTICLE, "article-journal", None),
    (Kind.BOOK, "book", None),
    (Kind.CHAPTER, "chapter", None),
    (Kind.REPORT, "report", None),
    (Kind.WEB_PAGE, "webpage", None),
    (Kind.COURT_OPINION, "legal_case", None),
    (Kind.STATUTE, "legislation", None),
    (Kind.THESIS, "thesis", None),
    (Kind.OTHER, "document", None),
    (Kind.GUIDELINE, "report", "Guideline"),
    (Kind.PREPRINT, "article", "Preprint"),
    (Kind.PRESS_RELEASE, "document", "Press release"),
    (Kind.LABEL, "document", "Label"),
    (Kind.REGISTRY_RECORD, "entry", "Registry record"),
]
STYLES = {"i": Style.EMPHASIS, "b": Style.STRONG, "sub": Style.SUBSCRIPT, "sup": Style.SUPERSCRIPT}
RUN = re.compile(
    r"<(?P<tag>i|b|sub|sup)>(?P<styled>.*?)</(?P=tag)>|(?P<plain>(?:(?!<(?:i|b|sub|sup)>).)+)", re.DOTALL
)
WRITTEN = {
    "id": "Panes2016",
    "type": "article-journal",
    "author": [
        {"family": "Panés", "given": "Julián"},
        {"family": "Assche", "given": "Gert", "non-dropping-particle": "van"},
        {"family": "Howard", "given": "James F", "suffix": "Jr"},
        {"family": "Wu"},
        {"family": "Le Blanc", "given": "Katarina"},
        {"literal": "Research and Trials Unit"},
        {"literal": "others"},
    ],
    "editor": [{"family": "Roe", "given": "Jane"}, {"literal": "others"}],
    "title": "CD4<sup>+</sup> T cells, H<sub>2</sub>O & <i>Candida</i>: <b>50%</b>",
    "container-title": "Diseases of the Colon & Rectum",
    "container-title-short": "Dis Colon Rectum",
    "issued": {"date-parts": [[2016, 9, 24]]},
    "status": "in press",
    "volume": "388",
    "issue": "10051",
    "page": "1281-1290",
    "edition": "2nd",
    "publisher": "Smith & Sons",
    "publisher-place": "Oxford",
    "DOI": "10.1016/S0140-6736(16)31203-X",
    "PMID": "27477896",
    "PMCID": "PMC4320647",
    "URL": "https://example.org/a_b?c=%20#d",
    "accessed": {"date-parts": [[2026, 11, 22]]},
    "keyword": "rct; Crohn's disease",
    "note": "Trial registration: NCT01541579, ISRCTN17160440\nErratum: <i>Lancet</i> 2016;388:1",
}


def items(*references: Reference) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(csl_json(references))
    Draft7Validator(FRAGMENT).validate(found)
    return found


def as_text(text: str) -> str:
    return re.sub("<\N{WORD JOINER}(?=/?[A-Za-z]+[ >])", "<", text)


def as_words(text: str) -> tuple[Words, ...]:
    found = (
        Words(as_text(match["plain"] or match["styled"]), STYLES.get(match["tag"]))
        for match in RUN.finditer(text)
    )
    return tuple(found)


def as_name(found: dict[str, str]) -> Name:
    text = {part: as_text(value) for part, value in found.items()}
    if "literal" in text:
        return Name(text["literal"], is_organisation=True)
    family, given_name, particle, suffix = (
        text.get(part, "") for part in ("family", "given", "non-dropping-particle", "suffix")
    )
    return Name(family, given_name, particle, suffix)


def as_day(found: dict[str, Any]) -> Day:
    return Day(*found.get("date-parts", [[]])[0])


def as_reference(found: dict[str, Any]) -> Reference:
    """Return an item as a reference."""
    kind = next(kind for kind, *told in KINDS if told == [found["type"], found.get("genre")])
    text = {name: as_text(value) for name, value in found.items() if isinstance(value, str)}
    others = {"literal": "others"}
    author, editor = found.get("author", []), found.get("editor", [])
    registry, note = "", found.get("note", "")
    if note.startswith("Trial registration: "):
        registry, _, note = note.removeprefix("Trial registration: ").partition("\n")
    return Reference(
        key=found["id"],
        kind=kind,
        title=as_words(found.get("title", "")),
        authors=tuple(as_name(name) for name in author if name != others),
        has_more_authors=others in author,
        editors=tuple(as_name(name) for name in editor if name != others),
        has_more_editors=others in editor,
        container=as_words(found.get("container-title", "")),
        container_short=text.get("container-title-short", ""),
        date=as_day(found.get("issued", {})),
        state=text.get("status", ""),
        volume=text.get("volume", ""),
        issue=text.get("issue", ""),
        pages=text.get("page", ""),
        number=text.get("section" if kind is Kind.STATUTE else "number", ""),
        edition=text.get("edition", ""),
        publisher=text.get("authority" if kind is Kind.COURT_OPINION else "publisher", ""),
        place=text.get("publisher-place", ""),
        doi=text.get("DOI", ""),
        pmid=text.get("PMID", ""),
        pmcid=text.get("PMCID", ""),
        registry=tuple(filter(None, registry.split(", "))),
        url=text.get("URL", ""),
        accessed=as_day(found.get("accessed", {})),
        keywords=tuple(filter(None, text.get("keyword", "").split("; "))),
        note=as_words(note),
    )


def test_every_field_has_its_variable() -> None:
    assert items(FULL) == [WRITTEN]
    assert as_reference(WRITTEN) == FULL


def test_the_file_is_the_same_each_time_and_ends_with_a_line_end() -> None:
    text = csl_json([FULL])
    assert text == f"{json.dumps([WRITTEN], ensure_ascii=False, indent=2, sort_keys=True)}\n"
    assert "Panés" in text


def test_no_references_are_an_empty_list() -> None:
    assert csl_json([]) == "[]\n"


def test_items_stand_in_their_order() -> None:
    assert [item["id"] for item in items(replace(FULL, key="b"), replace(FULL, key="a"))] == ["b", "a"]


@pytest.mark.parametrize(("kind", "csl_type", "genre"), KINDS)
def test_every_kind_has_a_type_of_csl(kind: Kind, csl_type: str, genre: str | None) -> None:
    (item,) = items(Reference("a", kind))
    assert item == {"id": "a", "type": csl_type} | ({"genre": genre} if genre else {})
    assert len(KINDS) == len(Kind)


def test_a_guideline_in_a_journal_is_an_article_that_says_what_it_is() -> None:
    (item,) = items(Reference("a", Kind.GUIDELINE, container=(Words("BMJ"),)))
    assert (item["type"], item["genre"]) == ("article-journal", "Guideline")


@pytest.mark.parametrize(
    ("kind", "variable", "value"),
    [
        (Kind.STATUTE, "section", "12"),
        (Kind.COURT_OPINION, "number", "12"),
        (Kind.COURT_OPINION, "authority", "P"),
        (Kind.STATUTE, "publisher", "P"),
    ],
)
def test_a_court_and_a_section_have_variables_of_their_own(kind: Kind, variable: str, value: str) -> None:
    (item,) = items(Reference("a", kind, number="12", publisher="P"))
    assert item[variable] == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<i>x</i>", "<\u2060i>x<\u2060/i>"),
        ('<span class="nocase">x</span>', '<\u2060span class="nocase">x<\u2060/span>'),
        ("p<0.05, a<b, x < y", "p<0.05, a<b, x < y"),
        ("&lt;i&gt; & co", "&lt;i&gt; & co"),
        ('a}"\\b', 'a}"\\b'),
        ("a\r\nb\u2028c", "a b c"),
    ],
)  # fmt: skip
def test_text_is_never_a_tag(text: str, written: str) -> None:
    (item,) = items(Reference("a", title=(Words(text),), publisher=text, authors=(Name(text),)))
    assert (item["title"], item["publisher"], item["author"]) == (written, written, [{"family": written}])


@pytest.mark.parametrize(
    ("day", "parts"),
    [
        (Day(2024), [2024]),
        (Day(2024, 2), [2024, 2]),
        (Day(2024, 2, 3), [2024, 2, 3]),
        (Day(2024, 0, 3), [2024]),
        (Day(2024, 13), [2024]),
        (Day(10_000), None),
        (Day(-5, 2), None),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(day: Day, parts: list[int] | None) -> None:
    (item,) = items(Reference("a", date=day, accessed=day))
    expected = {"date-parts": [parts]} if parts else None
    assert (item.get("issued"), item.get("accessed")) == (expected, expected)


@pytest.mark.parametrize(
    ("registry", "note", "written"),
    [
        (("NCT01541579",), "", "Trial registration: NCT01541579"),
        ((), "Erratum", "Erratum"),
        ((" ",), "", None),
        (("a\nb",), "c\nd", "Trial registration: a b\nc d"),
    ],
)
def test_trial_numbers_are_the_first_line_of_the_note(
    registry: tuple[str, ...], note: str, written: str | None
) -> None:
    (item,) = items(Reference("a", registry=registry, note=(Words(note),)))
    assert item.get("note") == written


def test_three_thousand_authors_come_back(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    authors = tuple(Name(f"Roe{number}", "Jane") for number in range(3000))
    with quickly():
        assert as_reference(items(Reference("a", authors=authors))[0]).authors == authors


def test_a_hostile_text_comes_back(hostile: str) -> None:
    text = " ".join(printable(hostile).split())
    reference = Reference(text, title=(Words(text),), authors=(Name(text),), publisher=text, url=text)
    assert as_reference(items(reference)[0]) == reference


@settings(max_examples=60)
@given(HOSTILE_REFERENCES)
def test_any_reference_is_an_item(reference: Reference) -> None:
    assert items(reference)[0]["id"] == reference.key
    assert csl_json([reference]) == csl_json(iter([replace(reference)]))


@settings(max_examples=60)
@given(READ_REFERENCES)
def test_what_went_in_comes_back(reference: Reference) -> None:
    if reference.kind is Kind.GUIDELINE:
        reference = replace(reference, container=())  # in a journal it is an article: shown above
    assert as_reference(items(reference)[0]) == reference
    assert folded(reference.title) == reference.title
