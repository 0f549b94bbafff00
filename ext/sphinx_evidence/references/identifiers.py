"""Identifiers of publications and of trials: their forms, and where each can be looked up. Pure."""

from __future__ import annotations

import re

from sphinx_evidence.investigational.trials import read_trial
from sphinx_evidence.spelling import quoted

_FORMS = {
    "doi": (r"10\.[0-9]{4,9}/\S+", "write it as 10.1000/xyz, without an address before it"),
    "pmid": (r"[0-9]{1,8}", "write its digits only"),
    "pmcid": (r"PMC[0-9]+", "write it as PMC1234567"),
}
_TRIALS = (
    ("NCT", "write NCT and 8 digits, as NCT01541579"),
    ("ISRCTN", "write ISRCTN and 8 digits, as ISRCTN88667898"),
    (
        r"(?:EudraCT\W*)?[0-9]{4}-[0-9]+-[0-9-]*\Z|EudraCT",
        "write a EudraCT number as 2012-003871-12, an EU CT number as 2023-500000-11-00",
    ),
)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_PMID_LABEL = re.compile(r"(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/|PMID:?\s*", re.IGNORECASE)
_PMC_LABEL = re.compile(
    r"(?:https?://)?(?:pmc\.ncbi|www\.ncbi)\.nlm\.nih\.gov/(?:pmc/)?articles/|PMCID:?\s*", re.IGNORECASE
)
_WEB_ADDRESS = re.compile(r"(https?)(://[^\s/][^\s]*)", re.IGNORECASE)
# What RFC 3986 allows in a path, without '%', '+' and the signs that Crossref's DOI guidelines have encoded.
_NOT_IN_PATH = re.compile(r"[^A-Za-z0-9._~;()/:@!$&',*=-]")


def malformed(name: str, value: str) -> str | None:
    """Return what is wrong with the *value* of the field *name*, and how to mend it; None where nothing is.

    Of trial registration numbers only those are judged whose form is known: ClinicalTrials.gov, ISRCTN, EudraCT
    and EU CT. Other fields are never malformed.
    """
    if name == "registry":
        return next(
            (told for number in registration_numbers(value) if (told := _malformed_trial(number))), None
        )
    if name not in _FORMS:
        return None
    form, how = _FORMS[name]
    if re.fullmatch(form, value.strip()):
        return None
    return f"the {name} is {quoted(value)}; {how}"


def _malformed_trial(number: str) -> str | None:
    """Return what is wrong with a trial registration number."""
    if trial_address(number):
        return None
    for form, how in _TRIALS:
        if re.match(form, number, re.IGNORECASE):
            return f"the registry holds {quoted(number)}, which is no number of its register; {how}"
    return None


def registration_numbers(text: str) -> tuple[str, ...]:
    """Return the trial registration numbers in *text*, which stand between commas or semicolons, each once."""
    numbers = (" ".join(part.split()) for part in re.split("[,;]", text))
    return tuple(dict.fromkeys(number for number in numbers if number))


def bare_doi(text: str) -> str:
    """Return a DOI without the address or the ``doi:`` before it."""
    return _without(_DOI_ADDRESS, text)


def bare_pmid(text: str) -> str:
    """Return a PubMed number without the address or the ``PMID:`` before it."""
    return _without(_PMID_LABEL, text).rstrip("/")


def bare_pmcid(text: str) -> str:
    """Return a PubMed Central number without the address or the ``PMCID:`` before it."""
    return _without(_PMC_LABEL, text).rstrip("/")


def _without(label: re.Pattern[str], text: str) -> str:
    text = " ".join(text.split())
    match = label.match(text)
    return text[match.end() :].strip() if match else text


def doi_address(doi: str) -> str:
    """Return where *doi* resolves; nothing where it has not the form of one."""
    if malformed("doi", doi):
        return ""
    return f"https://doi.org/{in_path(doi.strip())}"


def in_path(text: str) -> str:
    """Return *text* as it stands in the path of an address, its slashes kept."""
    return _NOT_IN_PATH.sub(_percent_encoded, text)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def pubmed_address(pmid: str) -> str:
    """Return where PubMed shows *pmid*; nothing where it has not the form of one."""
    return "" if malformed("pmid", pmid) else f"https://pubmed.ncbi.nlm.nih.gov/{pmid.strip()}/"


def pmc_address(pmcid: str) -> str:
    """Return where PubMed Central shows *pmcid*; nothing where it has not the form of one."""
    return "" if malformed("pmcid", pmcid) else f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid.strip()}/"


def trial_address(number: str) -> str:
    """Return where the register shows *number*; nothing where the form is of no register known here."""
    try:
        return read_trial(number).url
    except ValueError:
        return ""


def web_address(text: str) -> str:
    """Return *text* as an address that a reader may be sent to, its scheme in lower case; else nothing."""
    match = _WEB_ADDRESS.fullmatch(text.strip())
    return f"{match[1].lower()}{match[2]}" if match else ""
