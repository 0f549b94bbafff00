from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, Person

from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.references.entries import missing_fields, read_reference
from sphinx_evidence.references.kinds import ENTRY_TYPES, KIND_NAMES
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.pages import read_pages
from sphinx_evidence.references.parts import Style, Words, plain
from sphinx_evidence.references.persons import is_in_braces

GUIDE = Path(__file__).parents[2] / "docs" / "_data" / "references.bib"


def read(text: str) -> Reference:
    found = read_bibliographies([("x.bib", text.encode())])
    (entry,) = found.data.entries.values()
    return read_reference(entry)


def fields(text: str, entry_type: str = "misc") -> Reference:
    return read(f"@{entry_type}{{key, {text}}}")


def test_an_article_is_read_whole() -> None:
    reference = read(
        r"""@article{Panes2016,
  author = {Pan{\'e}s, Juli{\'a}n and van der Woude, C. Janneke and {ADMIRE CD Study Group} and others},
  editor = {Roe, Jr., Jane},
  title = {{Expanded \emph{allogeneic} cells}}, subtitle = {a trial},
  journal = {The Lancet}, shortjournal = {Lancet},
  year = 2016, month = sep, day = 17,
  volume = {388}, number = {10051}, pages = {1281--1290},
  doi = {https://doi.org/10.1016/S0140-6736(16)31203-X}, pmid = {PMID: 27477896}, pmcid = {PMC1},
  registry = {NCT01541579; ISRCTN88667898},
  url = {HTTPS://example.org/a\_b}, urldate = {2026-11-22},
  keywords = {rct, crohn; rct}, note = {Erratum \& note},
}"""
    )
    assert reference == Reference(
        key="Panes2016",
        kind=Kind.ARTICLE,
        title=(
            Words("Expanded "),
            Words("allogeneic", Style.EMPHASIS),
            Words(" cells"),
            Words(": "),
            Words("a trial"),
        ),
        authors=(
            Name("Panés", "Julián"),
            Name("Woude", "C. Janneke", "van der"),
            Name("ADMIRE CD Study Group", is_organisation=True),
        ),
        has_more_authors=True,
        editors=(Name("Roe", "Jane", suffix="Jr."),),
        container=(Words("The Lancet"),),
        container_short="Lancet",
        date=Day(2016, 9, 17),
        volume="388",
        issue="10051",
        pages="1281-1290",
        doi="10.1016/S0140-6736(16)31203-X",
        pmid="27477896",
        pmcid="PMC1",
        registry=("NCT01541579", "ISRCTN88667898"),
        url="https://example.org/a_b",
        accessed=Day(2026, 11, 22),
        keywords=("rct", "crohn"),
        note=(Words("Erratum & note"),),
    )
    assert missing_fields(reference) == []


def test_biblatex_names_of_fields_are_read_too() -> None:
    reference = fields(
        "title={T}, journaltitle={J}, date={2020-06-03}, issue={2}, eid={e12}, location={Berlin}, institution={I}",
        "article",
    )
    assert (plain(reference.container), reference.date) == ("J", Day(2020, 6, 3))
    assert (reference.issue, reference.pages, reference.place) == ("2", "e12", "Berlin")
    assert reference.authors == (Name("I", is_organisation=True),)


@pytest.mark.parametrize(("entry_type", "kind"), ENTRY_TYPES.items())
def test_each_type_has_its_kind(entry_type: str, kind: Kind) -> None:
    assert fields("title={T}", entry_type.upper()).kind is kind


@pytest.mark.parametrize(
    ("entry_type", "text", "kind"),
    [
        ("misc", "title={T}", Kind.OTHER),
        ("unheardof", "title={T}", Kind.OTHER),
        ("misc", "url={https://x.org}", Kind.WEB_PAGE),
        ("misc", "howpublished={\\url{https://x.org}}", Kind.WEB_PAGE),
        ("misc", "url={https://x.org}, doi={10.1000/x}", Kind.OTHER),
        ("misc", "howpublished={http://x.org/a}", Kind.WEB_PAGE),
        ("unpublished", "url={https://x.org}", Kind.OTHER),
        ("misc", "registry={NCT01541579}, note={Registry record}, url={https://x.org}", Kind.REGISTRY_RECORD),
        ("misc", "note={Registry record, last updated in 2025}", Kind.REGISTRY_RECORD),
        ("misc", "note={Trial record on the sponsor's page}, url={https://x.org}", Kind.WEB_PAGE),
        ("misc", "note={A label-free method}", Kind.OTHER),
        ("misc", "note={Label-free}", Kind.OTHER),
        ("report", "note={Preprint}", Kind.REPORT),
        ("misc", "howpublished={Press release}", Kind.PRESS_RELEASE),
        ("online", "entrysubtype={press-release}, url={https://x.org}", Kind.PRESS_RELEASE),
        ("misc", "type={Package Insert}", Kind.LABEL),
        ("manual", "keywords={drug, prescribing information}", Kind.LABEL),
        ("misc", "keywords={regulatory}", Kind.OTHER),
        ("misc", "keywords={case-report}", Kind.OTHER),
        ("misc", "type={Court opinion}", Kind.COURT_OPINION),
        ("misc", "type={Regulation}", Kind.STATUTE),
        ("report", "keywords={guideline}", Kind.GUIDELINE),
        ("book", "type={Clinical practice guideline}", Kind.GUIDELINE),
        ("article", "journal={The Lancet}, keywords={guideline}", Kind.ARTICLE),
        ("article", "journal={The Lancet}, keywords={press release}", Kind.ARTICLE),
        ("article", "journal={The Lancet}, eprinttype={arXiv}, eprint={2001.00001}", Kind.ARTICLE),
        ("article", "journal={medRxiv}", Kind.PREPRINT),
        ("article", "journal={arXiv preprint arXiv:2001.00001}", Kind.PREPRINT),
        ("article", "journal={Preprints}", Kind.PREPRINT),
        ("article", "journal={Preprints in Oncology}", Kind.ARTICLE),
        ("article", "journaltitle={The Lancet}, pubstate={prepublished}", Kind.PREPRINT),
        ("article", "journal={The Lancet}, keywords={preprint}", Kind.PREPRINT),
        ("misc", "archiveprefix={arXiv}, eprint={2001.00001}", Kind.PREPRINT),
        ("online", "eprinttype={Research Square}", Kind.PREPRINT),
        ("misc", "eprinttype={pubmed}, eprint={1}", Kind.OTHER),
        ("incollection", "keywords={guideline}", Kind.CHAPTER),
        ("phdthesis", "note={Preprint}", Kind.THESIS),
    ],
)  # fmt: skip
def test_an_entry_may_name_its_kind(entry_type: str, text: str, kind: Kind) -> None:
    assert fields(text, entry_type).kind is kind


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in KIND_NAMES.items() for name in names]
)
def test_a_kind_is_named_in_any_case_and_is_not_said_again_in_the_note(kind: Kind, name: str) -> None:
    reference = fields(f"note={{{name.capitalize()}.}}")
    assert (reference.kind, reference.note) == (kind, ())


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Smith, John A.", [Name("Smith", "John A.")]),
        ("John A. Smith", [Name("Smith", "John A.")]),
        ("van Assche, Gert", [Name("Assche", "Gert", "van")]),
        ("Van Assche, Gert", [Name("Van Assche", "Gert")]),
        ("King, Jr., Martin Luther", [Name("King", "Martin Luther", suffix="Jr.")]),
        (r"M{\"u}ller, J{\"o}rg and {\'E}mile Zol{\`a}", [Name("Müller", "Jörg"), Name("Zolà", "Émile")]),
        ("{European Medicines Agency}", [Name("European Medicines Agency", is_organisation=True)]),
        ("{A and B {C} Group}", [Name("A and B C Group", is_organisation=True)]),
        ("{van den Berg}, Jan", [Name("van den Berg", "Jan")]),
        ("Wu", [Name("Wu")]),
        ("Wu,", [Name("Wu")]),
        ("王小明", [Name("王小明")]),
        ("Roe,~Jane", [Name("Roe", "Jane")]),
        (r"{} and Roe, Jane", [Name("Roe", "Jane")]),
    ],
)
def test_names_are_read(author: str, names: list[Name]) -> None:
    reference = fields(f"author={{{author}}}")
    assert (reference.authors, reference.has_more_authors) == (tuple(names), False)


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("{a}", True),
        ("{a {b} c}", True),
        ("{a}{b}", False),
        ("a {b}", False),
        ("{a", False),
        ("}", False),
        ("", False),
    ],
)
def test_a_name_wholly_in_braces_is_one_group(text: str, *, is_whole: bool) -> None:
    assert is_in_braces(text) is is_whole


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("author={Roe, Jane}, collaboration={The Group}", ["Roe", "The Group"]),
        ("collaboration={The Group}", ["The Group"]),
        ("organization={The Agency}", ["The Agency"]),
        ("author={Roe, Jane}, organization={The Agency}", ["Roe"]),
    ],
)
def test_a_group_that_wrote_an_article_is_among_its_authors(text: str, authors: list[str]) -> None:
    assert [name.family for name in fields(text, "article").authors] == authors


def test_an_organisation_is_the_publisher_of_what_is_no_article() -> None:
    reference = fields("organization={The Agency}")
    assert (reference.authors, reference.publisher) == ((), "The Agency")


@pytest.mark.parametrize(
    ("text", "date", "state"),
    [
        ("year=2020", Day(2020), ""),
        ("year=2020, month=nov", Day(2020, 11), ""),
        ("year=2020, month={11}", Day(2020, 11), ""),
        ("year=2020, month={Sept.}", Day(2020, 9), ""),
        ("year=2020, month={10--11}", Day(2020, 10), ""),
        ("year=2020, month={13}", Day(2020), ""),
        ("year=2020, month={Spring}", Day(2020), ""),
        ("year=2020, month=nov, day={3}", Day(2020, 11, 3), ""),
        ("year=2020, month=nov, day={31}", Day(2020, 11), ""),
        ("year=2020, day={3}", Day(2020), ""),
        ("date={2020-06-03}", Day(2020, 6, 3), ""),
        ("date={2020-06-03/2020-07-01}", Day(2020, 6, 3), ""),
        ("date={2020-06}, year=1999", Day(2020, 6), ""),
        ("date={June 2020}, year=1999", Day(1999), ""),
        ("date={June 2020}", Day(), "June 2020"),
        ("year={forthcoming}", Day(), "forthcoming"),
        ("year={in press}", Day(), "in press"),
        ("pubstate={inpress}", Day(), "in press"),
        ("pubstate={inpress}, year=2020", Day(2020), ""),
        ("pubstate={prepublished}", Day(), ""),
        ("year={c2020}", Day(), "c2020"),
        ("year={0000}", Day(), "0000"),
        ("year={٢٠٢٠}", Day(), "٢٠٢٠"),
        (f"year={{{'x' * 100}}}", Day(), "x" * 59 + "…"),
        ("title={T}", Day(), ""),
    ],
)
def test_dates_are_read_and_what_is_none_is_kept_as_text(text: str, date: Day, state: str) -> None:
    reference = fields(text)
    assert (reference.date, reference.state) == (date, state)


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1281--1290", "1281-1290"),
        ("1281–1290", "1281-1290"),
        ("1281 - 90", "1281-90"),
        ("pp. 12--15, 20---22; 30", "12-15, 20-22, 30"),
        ("p12", "p12"),
        ("S1 p. 12", "S1 p. 12"),
        ("e47559", "e47559"),
        ("xi--xv", "xi-xv"),
        ("1334--1342.e4", "1334-1342.e4"),
        ("12--", "12"),
        ("", ""),
    ],
)
def test_pages_have_one_hyphen(text: str, pages: str) -> None:
    assert read_pages(text) == pages
    assert fields(f"pages={{{text}}}").pages == pages


@pytest.mark.parametrize(
    ("entry_type", "text", "expected"),
    [
        ("techreport", "number={12}", {"number": "12", "issue": ""}),
        ("article", "number={12}", {"number": "", "issue": "12"}),
        ("misc", "type={court opinion}, docket={22-56014}", {"number": "22-56014"}),
        ("misc", "type={statute}, number={1394/2007}", {"number": "1394/2007"}),
        ("techreport", "institution={WHO}, address={Geneva}", {"publisher": "WHO", "place": "Geneva"}),
        ("phdthesis", "publisher={P}, school={Lund University}", {"publisher": "Lund University"}),
        ("article", "journal={medRxiv}, publisher={CSHL}", {"publisher": "medRxiv", "container": ()}),
        ("misc", "archiveprefix={arXiv}, eprint={2001.00001}", {"publisher": "arXiv", "number": "2001.00001",
                                                                "url": "https://arxiv.org/abs/2001.00001"}),
        ("misc", "howpublished={\\url{https://x.org/a}}", {"url": "https://x.org/a", "note": ()}),
        ("misc", "howpublished={Talk}, note={Slides}", {"note": (Words("Talk"), Words("; "), Words("Slides"))}),
        ("misc", "url={https://x.org}, urldate={22 November 2026}", {"accessed": Day()}),
        ("incollection", "booktitle={The {Book}}, booksubtitle={S}",
         {"container": (Words("The Book"), Words(": "), Words("S"))}),
        ("misc", "type={court opinion}, reporter={F.4th}, court={9th Cir.}",
         {"container": (Words("F.4th"),), "publisher": "9th Cir."}),
    ],
)  # fmt: skip
def test_a_field_means_what_its_kind_makes_of_it(
    entry_type: str, text: str, expected: dict[str, object]
) -> None:
    reference = fields(text, entry_type)
    assert {name: getattr(reference, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("entry_type", "missing"),
    [
        ("article", ["author", "title", "journal", "year"]),
        ("book", ["title", "publisher", "year"]),
        ("incollection", ["title", "booktitle", "year"]),
        ("report", ["title", "author or publisher", "year"]),
        ("online", ["title", "url"]),
        ("jurisdiction", ["title", "institution or reporter", "year"]),
        ("legislation", ["title", "number"]),
        ("thesis", ["author", "title", "school", "year"]),
        ("misc", ["title"]),
    ],
)
def test_what_is_missing_is_named(entry_type: str, missing: list[str]) -> None:
    assert missing_fields(fields("annote={x}", entry_type)) == missing


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("preprint", ["author", "title", "year", "doi or url"]),
        ("press release", ["title", "author or publisher", "year"]),
        ("label", ["title", "author or publisher", "year"]),
        ("guideline", ["title", "author or publisher", "year"]),
        ("registry record", ["title", "registry or url"]),
    ],
)
def test_what_is_missing_from_a_named_kind_is_named(kind: str, missing: list[str]) -> None:
    assert missing_fields(fields(f"type={{{kind}}}")) == missing


@pytest.mark.parametrize(
    ("entry_type", "text"),
    [
        ("article", "author={A, B}, title={T}, journal={J}, year={forthcoming}"),
        ("article", "collaboration={G}, title={T}, shortjournal={J}, pubstate={inpress}"),
        ("report", "institution={I}, title={T}, year=2020"),
        ("misc", "type={preprint}, author={A, B}, title={T}, year=2020, doi={10.1000/x}"),
        ("misc", "type={registry record}, title={T}, registry={NCT01541579}"),
        ("jurisdiction", "title={T}, year=2020, reporter={F.4th}"),
    ],
)
def test_nothing_is_missing_where_one_of_two_fields_is_given(entry_type: str, text: str) -> None:
    assert missing_fields(fields(text, entry_type)) == []


def test_the_guide_s_entries_lack_nothing() -> None:
    entries = read_bibliographies([("x.bib", GUIDE.read_bytes())]).data.entries.values()
    references = [read_reference(entry) for entry in entries]
    assert len(references) > 70
    assert [reference.key for reference in references if missing_fields(reference)] == []
    assert {reference.kind for reference in references} >= {Kind.ARTICLE, Kind.REGISTRY_RECORD, Kind.WEB_PAGE}


NAMES = st.sampled_from(
    ["title", "journal", "year", "month", "day", "date", "pages", "number", "doi", "pmid", "pmcid", "registry", "url",
     "howpublished", "note", "type", "keywords", "eprint", "eprinttype", "urldate", "edition", "pubstate", "subtitle"]
)  # fmt: skip


@given(
    st.sampled_from([*ENTRY_TYPES, "misc"]),
    st.dictionaries(NAMES, st.text()),
    st.lists(st.text(), max_size=3),
)
def test_any_text_in_any_field_is_read(entry_type: str, texts: dict[str, str], authors: list[str]) -> None:
    persons = {"author": [Person(last=name, first=name) for name in authors]}
    reference = read_reference(Entry(entry_type, fields=texts, persons=persons))
    assert reference.url == "" or reference.url.startswith(("https://", "http://"))
    assert missing_fields(reference) is not None


def test_hostile_text_in_a_field_is_read(hostile: str) -> None:
    names = ("title", "journal", "year", "pages", "doi", "url", "registry", "note", "type", "publisher")
    reference = read_reference(Entry("article", fields=dict.fromkeys(names, hostile)))
    assert reference.url == ""
    assert len(reference.state) <= 60
