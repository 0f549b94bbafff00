from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.references.identifiers import (
    bare_doi,
    bare_pmcid,
    bare_pmid,
    doi_address,
    malformed,
    pmc_address,
    pubmed_address,
    registration_numbers,
    trial_address,
    web_address,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("doi", "10.1016/S0140-6736(16)31203-X"),
        ("doi", "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"),
        ("doi", " 10.1000/a%b#c?d "),
        ("pmid", "1"),
        ("pmid", "27269294"),
        ("pmcid", "PMC4320647"),
        ("registry", "NCT01541579"),
        ("registry", "NCT01745783, NCT02035514; ISRCTN88667898"),
        ("registry", "2012-003871-12"),
        ("registry", "2023-500000-11-00"),
        ("registry", "ChiCTR2000029816, JPRN-UMIN000012345, ACTRN12613000000000"),
        ("registry", "DRKS00000001; EUCTR2012-003871-12-ES"),
        ("registry", "the trial has no number"),
        ("registry", ""),
        ("title", "NCT1"),
    ],
)
def test_a_proper_identifier_is_no_fault(name: str, value: str) -> None:
    assert malformed(name, value) is None


@pytest.mark.parametrize(
    ("name", "value", "found", "remedy"),
    [
        ("doi", "https://doi.org/10.1000/x", "the doi is 'https://doi.org/10.1000/x'", "without an address"),
        ("doi", "10.1000/a b", "the doi is '10.1000/a b'", "write it as 10.1000/xyz"),
        ("doi", "10.100/x", "the doi is '10.100/x'", "write it as 10.1000/xyz"),
        ("doi", "", "the doi is ''", "write it as 10.1000/xyz"),
        ("pmid", "PMID: 1", "the pmid is 'PMID: 1'", "write its digits only"),
        ("pmid", "123456789", "the pmid is '123456789'", "write its digits only"),
        ("pmid", "٣", "the pmid is '٣'", "write its digits only"),
        ("pmcid", "4320647", "the pmcid is '4320647'", "write it as PMC1234567"),
        ("registry", "NCT0154157", "'NCT0154157', which is no number of its register", "NCT and 8 digits"),
        ("registry", "nct01541579", "'nct01541579'", "NCT and 8 digits"),
        ("registry", "NCT 01541579", "'NCT 01541579'", "NCT and 8 digits"),
        ("registry", "ChiCTR1, NCT01541579, NCT2", "'NCT2'", "NCT and 8 digits"),
        ("registry", "ISRCTN123", "'ISRCTN123'", "ISRCTN and 8 digits"),
        ("registry", "isrctn88667898", "'isrctn88667898'", "ISRCTN and 8 digits"),
        ("registry", "2012-00387-12", "'2012-00387-12'", "2012-003871-12"),
        ("registry", "2023-500000-11", None, None),
        ("registry", "2023-500000-11-0", "'2023-500000-11-0'", "2023-500000-11-00"),
        ("registry", "EudraCT 2012-003871-12", "'EudraCT 2012-003871-12'", "2012-003871-12"),
        ("registry", "EudraCT", "'EudraCT'", "2012-003871-12"),
    ],
)
def test_a_malformed_identifier_is_told_with_its_remedy(
    name: str, value: str, found: str | None, remedy: str | None
) -> None:
    told = malformed(name, value)
    if found is None or remedy is None:  # an EU CT number without its end has the form of a EudraCT number
        assert told is None
        return
    assert told is not None
    assert found in told
    assert remedy in told


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1016/S0140-6736(16)31203-X", "https://doi.org/10.1016/S0140-6736(16)31203-X"),
        ("10.1002/a<1661::b>3.0.CO;2-2", "https://doi.org/10.1002/a%3C1661::b%3E3.0.CO;2-2"),
        ('10.1000/a%b#c?d"e', "https://doi.org/10.1000/a%25b%23c%3Fd%22e"),
        (r"10.1000/{a}^[b]`c|d\e+f", "https://doi.org/10.1000/%7Ba%7D%5E%5Bb%5D%60c%7Cd%5Ce%2Bf"),
        ("10.1000/ü", "https://doi.org/10.1000/%C3%BC"),
        ("10.1000/a b", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_doi_resolves_at_an_encoded_address(doi: str, address: str) -> None:
    assert doi_address(doi) == address


@given(st.text())
def test_an_address_of_a_doi_holds_only_what_an_address_may(text: str) -> None:
    address = doi_address(f"10.1000/{text}")
    assert not address or re.fullmatch(r"https://doi\.org/10\.1000/[A-Za-z0-9._~;()/:@!$&',*=%-]+", address)


@pytest.mark.parametrize(
    ("found", "address"),
    [
        (pubmed_address("27269294"), "https://pubmed.ncbi.nlm.nih.gov/27269294/"),
        (pubmed_address("27269294/../x"), ""),
        (pmc_address("PMC4320647"), "https://pmc.ncbi.nlm.nih.gov/articles/PMC4320647/"),
        (pmc_address("4320647"), ""),
        (trial_address("NCT01541579"), "https://clinicaltrials.gov/study/NCT01541579"),
        (trial_address("ChiCTR2000029816"), ""),
        (web_address(" HTTPS://Example.org/A?b#c "), "https://Example.org/A?b#c"),
        (web_address("javascript:alert(1)"), ""),
        (web_address("//example.org"), ""),
        (web_address("https:///x"), ""),
        (web_address("https://a b"), ""),
        (web_address(""), ""),
    ],
)
def test_a_reader_is_sent_to_known_places_only(found: str, address: str) -> None:
    assert found == address


@pytest.mark.parametrize(
    ("found", "bare"),
    [
        (bare_doi("https://doi.org/10.1000/x"), "10.1000/x"),
        (bare_doi("http://dx.doi.org/10.1000/x"), "10.1000/x"),
        (bare_doi("DOI: 10.1000/x"), "10.1000/x"),
        (bare_doi(" 10.1000/x "), "10.1000/x"),
        (bare_doi("10.1000/https://doi.org/x"), "10.1000/https://doi.org/x"),
        (bare_pmid("PMID: 27269294"), "27269294"),
        (bare_pmid("https://pubmed.ncbi.nlm.nih.gov/27269294/"), "27269294"),
        (bare_pmcid("PMCID: PMC4320647"), "PMC4320647"),
        (bare_pmcid("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4320647/"), "PMC4320647"),
        (bare_pmcid("https://pmc.ncbi.nlm.nih.gov/articles/PMC4320647"), "PMC4320647"),
    ],
)
def test_an_identifier_is_read_without_its_label(found: str, bare: str) -> None:
    assert found == bare


def test_registration_numbers_stand_between_commas_or_semicolons_each_once() -> None:
    assert registration_numbers(" NCT1,NCT2 ;; ChiCTR 3,, NCT1 ") == ("NCT1", "NCT2", "ChiCTR 3")


@given(st.text())
def test_any_text_in_an_identifier_is_told_or_is_none(text: str) -> None:
    for name in ("doi", "pmid", "pmcid", "registry", "title"):
        told = malformed(name, text)
        assert told is None or (told.isprintable() and len(told) < 400)
