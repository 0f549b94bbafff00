from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import fields, replace
from gettext import NullTranslations
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.references.entries import read_reference
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.names import author_words, initials, printed_name, sort_key
from sphinx_evidence.references.pages import shortened
from sphinx_evidence.references.parts import Link, Style, Words, plain
from sphinx_evidence.references.vancouver import vancouver

ENGLISH = NullTranslations()


class Shouting(NullTranslations):
    """A translation that shows which words were translated."""

    def gettext(self, message: str) -> str:
        return "".join(
            part if part.startswith("{") else part.upper() for part in re.split(r"({\w+})", message)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def read(text: str) -> Reference:
    (entry,) = read_bibliographies([("x.bib", text.encode())]).data.entries.values()
    return read_reference(entry)


def printed(reference: Reference) -> str:
    return plain(vancouver(reference, ENGLISH))


@pytest.mark.parametrize(
    ("bib", "expected"),
    [
        (
            "@article{a, author={Halpern, Scott D. and Ubel, Peter A. and Caplan, Arthur L.},"
            " title={Solid-organ transplantation in HIV-infected patients},"
            " journal={The New England Journal of Medicine}, shortjournal={N Engl J Med}, year=2002, month=jul,"
            " volume=347, number=4, pages={284--287}, pmid={12140307}}",
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. "
            "N Engl J Med. 2002;347(4):284-7. PMID: 12140307.",
        ),
        (
            "@article{a, author={A, B and C, D and E, F and G, H and I, J and K, L and M, N}, title={What now?},"
            " journal={Trials}, year=2020, pages={e1--e9}, doi={10.1000/x}, pmid=1, pmcid={PMC2},"
            " registry={NCT01541579, ChiCTR1}}",
            "A B, C D, E F, G H, I J, K L, et al. What now? Trials. 2020:e1-9. doi: 10.1000/x. "
            "PMID: 1; PMCID: PMC2. Registry: NCT01541579, ChiCTR1.",
        ),
        (
            "@article{a, author={A, B and C, D and E, F and G, H and I, J and K, L}, title={T!}, journal={J},"
            " year=2020, number=7, pages={12}, pmcid={PMC2}}",
            "A B, C D, E F, G H, I J, K L. T! J. 2020;(7):12. PMCID: PMC2.",
        ),
        (
            "@article{a, author={Vallancien, Guy and {Alf-One Study Group} and {The Others} and Roe, Jane},"
            " title={T}, journal={J Urol}, year=2003, volume=169, note={Erratum in: J Urol. 2004;1:2}}",
            "Vallancien G; Alf-One Study Group; The Others; Roe J. T. J Urol. 2003;169. Erratum in: J Urol. 2004;1:2.",
        ),
        (
            "@article{a, author={Tian, D and others}, title={T}, journal={Proc.}, year={forthcoming}}",
            "Tian D, et al. T. Proc. Forthcoming.",
        ),
        (
            "@article{a, author={Tian, D}, title={T}, journal={J}, pubstate={inpress}, doi={10.1000/x}}",
            "Tian D. T. J. In press. doi: 10.1000/x",
        ),
        ("@article{a, author={Tian, D}, title={T}, journal={J}}", "Tian D. T. J. [date unknown]."),
        (
            "@article{a, author={Abood, Sheila}, title={Quality}, journal={Am J Nurs}, year=2002, volume=102,"
            " number=6, url={https://example.org/a}, urldate={2002-08-12}}",
            "Abood S. Quality. Am J Nurs [Internet]. 2002 [cited 2002 Aug 12];102(6). "
            "Available from: https://example.org/a",
        ),
        (
            "@book{a, author={Murray, Patrick R. and Rosenthal, Ken S.}, title={Medical microbiology}, edition={4},"
            " address={St. Louis}, publisher={Mosby}, year=2002, doi={10.1000/x}, url={https://example.org}}",
            "Murray PR, Rosenthal KS. Medical microbiology. 4th ed. St. Louis: Mosby; 2002. doi: 10.1000/x",
        ),
        (
            "@book{a, editor={Gilstrap, III, Larry C. and Cunningham, F. Gary}, title={Operative obstetrics},"
            " edition={Second edition}, volume=2, publisher={McGraw-Hill}, year=2002, month=may}",
            "Gilstrap LC 3rd, Cunningham FG, editors. Operative obstetrics. 2nd ed. Vol. 2. McGraw-Hill; 2002.",
        ),
        (
            "@book{a, author={Breedlove, G.}, editor={Schorfheide, A. M.}, title={Adolescent pregnancy},"
            " address={White Plains (NY)}, publisher={March of Dimes}, year=2001}",
            "Breedlove G. Adolescent pregnancy. Schorfheide AM, editor. White Plains (NY): March of Dimes; 2001.",
        ),
        (
            "@incollection{a, author={Meltzer, Paul S. and Kallioniemi, A.}, title={Chromosome alterations},"
            " editor={Vogelstein, B. and others}, booktitle={The genetic basis of human cancer}, edition={2nd},"
            " address={New York}, publisher={McGraw-Hill}, year=2002, pages={93--113}}",
            "Meltzer PS, Kallioniemi A. Chromosome alterations. In: Vogelstein B, et al., editors. "
            "The genetic basis of human cancer. 2nd ed. New York: McGraw-Hill; 2002. p. 93-113.",
        ),
        (
            "@inproceedings{a, author={Roe, J}, title={T}, booktitle={EuroGP 2002}, year=2002, pages={182--191}}",
            "Roe J. T. In: EuroGP 2002. 2002. p. 182-91.",
        ),
        (
            "@techreport{a, author={Yen, Gary G.}, title={Health monitoring}, institution={Air Force},"
            " address={Stillwater}, year=2002, month=feb, number={AFRLSRBLTR020123}}",
            "Yen GG. Health monitoring. Stillwater: Air Force; 2002 Feb. Report No.: AFRLSRBLTR020123.",
        ),
        (
            "@report{a, institution={World Health Organization}, title={Guideline on X}, address={Geneva}, year=2024,"
            " keywords={guideline}, url={https://who.int/x}, urldate={2026-11-22}}",
            "Guideline on X [Internet]. Geneva: World Health Organization; 2024 [cited 2026 Nov 22]. "
            "Available from: https://who.int/x",
        ),
        (
            "@online{a, author={{Cancer Group}}, title={Cancer-Pain.org}, address={New York}, publisher={ACOR},"
            " date={2002-05-16}, url={https://www.cancer-pain.org/}, urldate={2002-07-09}, doi={10.1000/x}}",
            "Cancer Group. Cancer-Pain.org [Internet]. New York: ACOR; 2002 May 16 [cited 2002 Jul 9]. "
            "Available from: https://www.cancer-pain.org/ doi: 10.1000/x",
        ),
        (
            "@article{a, author={Roe, J}, title={Cells}, journal={medRxiv}, date={2020-06-03},"
            " pages={2020.06.03.20121}, doi={10.1101/x}, url={https://x.org}}",
            "Roe J. Cells. medRxiv [Preprint]. 2020 Jun 3:2020.06.03.20121. doi: 10.1101/x",
        ),
        (
            "@misc{a, author={Roe, J}, title={Cells}, archiveprefix={arXiv}, eprint={2001.00001}, year=2020}",
            "Roe J. Cells. arXiv [Preprint]. 2020:2001.00001. Available from: https://arxiv.org/abs/2001.00001",
        ),
        (
            "@misc{a, title={Results}, publisher={Mesoblast}, address={Melbourne}, date={2024-12-18},"
            " howpublished={Press release}, url={https://x.org}, urldate={2026-11-22}}",
            "Results [press release]. Melbourne: Mesoblast; 2024 Dec 18 [cited 2026 Nov 22]. "
            "Available from: https://x.org",
        ),
        (
            "@misc{a, title={Alofisel}, publisher={Takeda}, year=2021,"
            " entrysubtype={Summary of product characteristics}}",
            "Alofisel [summary of product characteristics]. Takeda; 2021.",
        ),
        (
            "@misc{a, title={Ryoncil}, publisher={Mesoblast}, address={New York}, year=2024, type={package insert}}",
            "Ryoncil [package insert]. New York: Mesoblast; 2024.",
        ),
        (
            "@misc{a, author={{TiGenix S.A.U.}}, title={Cx601}, publisher={ClinicalTrials.gov}, year=2024,"
            " registry={NCT03279081}, note={Registry record}, url={https://clinicaltrials.gov/study/NCT03279081}}",
            "TiGenix S.A.U. Cx601 [registry record]. ClinicalTrials.gov; 2024. "
            "Available from: https://clinicaltrials.gov/study/NCT03279081 Registry: NCT03279081.",
        ),
        (
            "@jurisdiction{a, title={United States v. California Stem Cell Treatment Center}, volume={117},"
            " reporter={F.4th}, pages={1213}, court={9th Cir.}, year=2024, number={22-56014}}",
            "United States v. California Stem Cell Treatment Center, No. 22-56014, 117 F.4th 1213 (9th Cir. 2024).",
        ),
        (
            "@jurisdiction{a, title={A v. B}, court={9th Cir.}, url={https://x.org}, urldate={2026-11-22}}",
            "A v. B (9th Cir. [date unknown]) [cited 2026 Nov 22]. Available from: https://x.org",
        ),
        (
            "@legislation{a, title={Human cells and tissues}, number={21 CFR 1271.10}, url={https://x.org}}",
            "Human cells and tissues, 21 CFR 1271.10. Available from: https://x.org",
        ),
        (
            "@legislation{a, author={{European Parliament}}, title={Regulation on therapies}, number={1394/2007},"
            " volume={L324}, journal={OJ}, pages={121--137}, date={2007-11-13}}",
            "European Parliament. Regulation on therapies, 1394/2007, L324 OJ 121-37 (2007).",
        ),
        (
            "@phdthesis{a, author={Borkowski, M. M.}, title={Infant sleep}, school={Central Michigan University},"
            " address={Mount Pleasant (MI)}, year=2002}",
            "Borkowski MM. Infant sleep [thesis]. Mount Pleasant (MI): Central Michigan University; 2002.",
        ),
        (
            "@misc{a, author={{Medicom}}, title={ADMIRE-CD II}, year=2024, doi={10.55788/646add85},"
            " registry={NCT03279081}, note={Congress report}}",
            "Medicom. ADMIRE-CD II. 2024. Congress report. doi: 10.55788/646add85. Registry: NCT03279081.",
        ),
        ("@misc{a, title={T}}", "T. [date unknown]."),
        ("@misc{a, note={N}}", "[date unknown]. N."),
        ("@misc{a, title={T}, year={n.d.}}", "T. n.d."),
        (
            "@article{a, author={王, 小明 and Иванов, Иван Петрович and Ωνάσης, Άρης}, title={標題。},"
            " journal={雜誌}, year=2020, volume=1, pages={1--2}}",
            "王 小明, Иванов ИП, Ωνάσης Ά. 標題。 雜誌. 2020;1:1-2.",
        ),
    ],
)
def test_each_kind_is_printed_as_citing_medicine_has_it(bib: str, expected: str) -> None:
    assert printed(read(bib)) == expected


ALL = Reference(
    key="key",
    title=(Words("T"),),
    authors=(Name("Roe", "Jane"),),
    has_more_authors=True,
    editors=(Name("Doe", "John"),),
    container=(Words("C"),),
    date=Day(2020, 2, 3),
    volume="1",
    issue="2",
    pages="3-4",
    number="5",
    edition="2",
    publisher="P",
    place="L",
    doi="10.1000/x",
    pmid="1",
    pmcid="PMC1",
    registry=("NCT01541579", "ChiCTR1"),
    url="https://example.org/",
    accessed=Day(2026, 11, 22),
)
DOI, PUBMED, PMC, TRIAL, URL = (
    Link("10.1000/x", "https://doi.org/10.1000/x"),
    Link("1", "https://pubmed.ncbi.nlm.nih.gov/1/"),
    Link("PMC1", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
    Link("NCT01541579", "https://clinicaltrials.gov/study/NCT01541579"),
    Link("https://example.org/", "https://example.org/"),
)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_identifier_is_a_link_and_the_address_only_where_it_adds_something(kind: Kind) -> None:
    shown = {
        Kind.WEB_PAGE,
        Kind.REGISTRY_RECORD,
        Kind.PRESS_RELEASE,
        Kind.LABEL,
        Kind.COURT_OPINION,
        Kind.STATUTE,
    }
    links = [part for part in vancouver(replace(ALL, kind=kind), ENGLISH) if isinstance(part, Link)]
    assert links == [*([URL] if kind in shown else []), DOI, PUBMED, PMC, TRIAL]
    without = [part for part in vancouver(replace(ALL, kind=kind, doi=""), ENGLISH) if isinstance(part, Link)]
    assert without == [URL, PUBMED, PMC, TRIAL]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_day_of_reading_goes_with_the_address(kind: Kind) -> None:
    text = printed(replace(ALL, kind=kind))
    assert ("[cited 2026 Nov 22]" in text) == ("Available from: https://example.org/" in text)
    assert "[cited" not in printed(replace(ALL, kind=kind, accessed=Day(), doi=""))


def test_a_malformed_identifier_is_printed_and_not_linked() -> None:
    reference = Reference(
        "k", doi="doi 10", pmid="x", pmcid="1", registry=("NCT1",), url="javascript:alert(1)"
    )
    assert vancouver(reference, ENGLISH) == [
        Words("[date unknown]. doi: doi 10. PMID: x; PMCID: 1. Registry: NCT1.")
    ]


def test_styles_of_a_title_are_kept() -> None:
    title = (Words("Cells "), Words("in vitro", Style.EMPHASIS))
    parts = vancouver(Reference("k", Kind.ARTICLE, title, container=(Words("J"),), date=Day(2020)), ENGLISH)
    assert parts == [Words("Cells "), Words("in vitro", Style.EMPHASIS), Words(". J. 2020.")]


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("T", "T."),
        ("T?", "T?"),
        ("T!", "T!"),
        ("T.", "T."),
        ("“T?”", "“T?”"),
        ("T…", "T…"),
        ("T)", "T)."),
        ("T»", "T»."),
    ],
)
def test_a_title_has_one_stop(title: str, end: str) -> None:
    assert printed(Reference("k", title=(Words(title),), date=Day(2020))) == f"{end} 2020."


@pytest.mark.parametrize("kind", list(Kind))
def test_every_word_that_the_style_adds_can_be_translated(kind: Kind) -> None:
    reference = replace(ALL, kind=kind, doi="", authors=(Name("1"), Name("2")), editors=(Name("3"),))
    shown = plain(vancouver(reference, Shouting()))
    kept = {"2020", "Feb", "Nov", "PMID", "PMCID", "https", "example", "org", "nd", "ChiCTR", "NCT"}
    assert [word for word in re.findall("[A-Za-z]+", shown) if not word.isupper() and word not in kept] == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("forthcoming", "FORTHCOMING"),
        ("In Press", "IN PRESS"),
        ("submitted", "submitted"),
        ("", "[DATE UNKNOWN]"),
    ],
)
def test_the_state_of_a_work_without_a_year_is_said(state: str, words: str) -> None:
    assert plain(vancouver(Reference("k", state=state), Shouting())) == f"{words}."


@pytest.mark.parametrize(("number", "month"), list(enumerate(calendar.month_abbr)))
def test_months_are_nlm_s_three_letters(number: int, month: str) -> None:
    reference = Reference("k", Kind.PRESS_RELEASE, date=Day(2020, number, 3))
    assert printed(reference) == (f"2020 {month} 3." if number else "2020.")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Julián", "J"),
        ("José M.", "JM"),
        ("Jean-Pierre", "JP"),
        ("J.-P.", "JP"),
        ("Ji-woo", "JW"),
        ("C. I. Edvard", "CI"),
        ("Peter Y. K.", "PY"),
        ("JA", "JA"),
        ("J.A.", "JA"),
        ("JAB", "JA"),
        ("Swee Heng Milon", "SH"),
        ("Maria de Fátima", "MF"),
        ("bell", "B"),
        ("D’Arcy", "D"),
        ("É.", "É"),
        ("E\u0301mile", "É"),
        ("Иван Петрович", "ИП"),
        ("小明", "小明"),
        ("", ""),
        (".", ""),
        ("123", ""),
    ],
)
def test_initials(given: str, found: str) -> None:
    assert initials(given) == found


@given(st.text(st.characters(categories=["Lu", "Ll", "Zs", "Pd", "Po"])))
def test_there_are_at_most_two_initials(given_name: str) -> None:
    found = initials(given_name)
    composed = unicodedata.normalize("NFC", given_name)
    has_capitals = composed.upper() != composed.lower()
    assert len(found) <= 2 if has_capitals else found in {given_name, composed, ""}
    assert found == found.upper()


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,9}[.]?", fullmatch=True), min_size=1, max_size=6))
def test_the_initials_are_the_first_letters_of_the_first_two_names(names: list[str]) -> None:
    assert initials(" ".join(names)) == "".join(name[0] for name in names[:2])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (Name("Assche", "Gert", "van"), "van Assche G"),
        (Name("Smith", "John A.", suffix="Jr."), "Smith JA Jr"),
        (Name("Gilstrap", "Larry", suffix="III"), "Gilstrap L 3rd"),
        (Name("Roe", "J", suffix="II"), "Roe J 2nd"),
        (Name("Roe", "J", suffix="IV"), "Roe J 4th"),
        (Name("Wu"), "Wu"),
        (Name("Jane Group", "x", is_organisation=True), "Jane Group"),
    ],
)
def test_a_name_is_printed_without_stops(name: Name, found: str) -> None:
    assert printed_name(name) == found


@pytest.mark.parametrize(
    ("pages", "short"),
    [
        ("1281-1290", "1281-90"),
        ("196-202", "196-202"),
        ("3556-3583", "3556-83"),
        ("15-29", "15-29"),
        ("42-49", "42-9"),
        ("8-10", "8-10"),
        ("12-12", "12"),
        ("e1-e9", "e1-9"),
        ("S12-S19", "S12-9"),
        ("S12-19", "S12-9"),
        ("e1-f9", "e1-f9"),
        ("1281-90", "1281-90"),
        ("90-81", "90-81"),
        ("123A-125A", "123A-125A"),
        ("1334-1342.e4", "1334-1342.e4"),
        ("xi-xv", "xi-xv"),
        ("e47559", "e47559"),
        ("12-15, 120-129", "12-5, 120-9"),
        ("1-2-3", "1-2-3"),
        ("", ""),
    ],
)
def test_pages_are_shortened_as_nlm_does(pages: str, short: str) -> None:
    assert shortened(pages) == short


@given(st.integers(1, 99_999), st.integers(0, 999))
def test_the_last_page_can_be_told_from_the_shortened_one(first: int, more: int) -> None:
    start, _, end = shortened(f"{first}-{first + more}").partition("-")
    last = end or start
    assert start == str(first)
    assert int(start[: len(start) - len(last)] + last if len(last) < len(start) else last) == first + more


@pytest.mark.parametrize(
    ("authors", "has_more", "short", "full"),
    [
        ([Name("Smith", "J")], False, "Smith", "Smith"),
        ([Name("Smith", "J")], True, "Smith et al.", "Smith et al."),
        ([Name("Smith"), Name("Assche", "G", "van")], False, "Smith and van Assche", "Smith and van Assche"),
        ([Name("A"), Name("B"), Name("C")], False, "A et al.", "A, B and C"),
        ([Name("A"), Name("B")], True, "A et al.", "A, B et al."),
        ([Name("The WHO", is_organisation=True)], False, "The WHO", "The WHO"),
    ],
)  # fmt: skip
def test_authors_in_running_text(authors: list[Name], short: str, full: str, *, has_more: bool) -> None:
    reference = Reference("k", authors=tuple(authors), has_more_authors=has_more)
    assert author_words(reference, ENGLISH) == short
    assert author_words(reference, ENGLISH, everyone=True) == full
    edited = Reference("k", editors=tuple(authors), has_more_editors=has_more)
    assert author_words(edited, ENGLISH) == short


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Cells", "“Cells”"),
        ("", "“key”"),
        ("word " * 20 + "end", "“" + ("word " * 12).strip() + "…”"),
        ("x" * 70, "“" + "x" * 60 + "…”"),
    ],
)
def test_where_nobody_is_known_the_title_speaks(title: str, short: str) -> None:
    assert author_words(Reference("key", title=(Words(title),)), ENGLISH) == short


def test_a_list_is_sorted_by_names_year_title_and_key_without_case_and_diacritics() -> None:
    def one(
        key: str, family: str = "", year: int = 2020, title: str = "T", given_name: str = "J"
    ) -> Reference:
        authors = (Name(family, given_name),) if family else ()
        return Reference(key, title=(Words(title),), authors=authors, date=Day(year))

    expected = [
        one("1", "Álvarez"),
        one("2", "alvarez", 2021),
        one("3", "Łuk"),
        one("4", title="Medium"),
        one("5", "Østergaard", 2019),
        one("6", "Ostergaard", 2020, "A"),
        one("7", "Ostergaard", 2020, "Ä"),
        one("8", "Ostergaard", 2020, "b"),
        one("9", "Ostergaard", 0),
        one("A", "Ostergaard", 1990, given_name="K"),
    ]
    backwards = expected[::-1]
    assert sorted(backwards, key=sort_key) == expected
    assert all(sort_key(before) < sort_key(after) for before, after in pairwise(expected))


TEXT = st.text(max_size=20)
RUNS = st.lists(st.builds(Words, TEXT, st.sampled_from([None, *Style])), max_size=3).map(tuple)
PEOPLE = st.lists(st.builds(Name, TEXT, TEXT, TEXT, TEXT, st.booleans()), max_size=8).map(tuple)
DAYS = st.one_of(st.just(Day()), st.dates().map(lambda day: Day(day.year, day.month, day.day)))
OF_TYPE = {
    "str": TEXT, "Kind": st.sampled_from(list(Kind)), "tuple[Words, ...]": RUNS, "tuple[Name, ...]": PEOPLE,
    "bool": st.booleans(), "Day": DAYS, "tuple[str, ...]": st.lists(TEXT, max_size=3).map(tuple),
}  # fmt: skip
REFERENCES = st.builds(Reference, **{field.name: OF_TYPE[str(field.type)] for field in fields(Reference)})


@given(REFERENCES)
def test_any_reference_is_printed(reference: Reference) -> None:
    parts = vancouver(reference, ENGLISH)
    assert plain(parts).strip()
    assert all(part.address.startswith(("https://", "http://")) for part in parts if isinstance(part, Link))
    assert isinstance(author_words(reference, ENGLISH), str)
    assert sort_key(reference) == sort_key(replace(reference))


def test_hostile_text_stays_the_text_it_is(hostile: str) -> None:
    title = (Words(hostile),)
    reference = Reference(
        "k", title=title, authors=(Name(hostile, hostile),), container=title, state=hostile, volume=hostile,
        issue=hostile, pages=hostile, number=hostile, edition=hostile, publisher=hostile, place=hostile,
    )  # fmt: skip
    for kind in Kind:
        parts = vancouver(replace(reference, kind=kind), ENGLISH)
        assert hostile in plain(parts)
        assert all(isinstance(part, Words) and part.style is None for part in parts)
