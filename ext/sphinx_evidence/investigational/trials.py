"""Trial registration numbers and where each can be looked up. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_evidence.spelling import quoted

_REGISTRIES = (
    (re.compile(r"NCT[0-9]{8}"), "https://clinicaltrials.gov/study/{}"),
    (re.compile(r"ISRCTN[0-9]{8}"), "https://www.isrctn.com/{}"),
    (
        re.compile(r"20[0-9]{2}-5[0-9]{5}-[0-9]{2}-[0-9]{2}"),
        "https://euclinicaltrials.eu/ctis-public/view/{}",
    ),
    (
        re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}"),
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:{}",
    ),
)


class Trial(NamedTuple):
    """One registration."""

    number: str
    url: str


def read_trial(text: str) -> Trial:
    """Return the trial that has the registration number *text*.

    :raises ValueError: where the number has the form of no registry known here; being registered is not being
        approved, and a number with a digit missing finds nothing
    """
    for pattern, url in _REGISTRIES:
        if pattern.fullmatch(text):
            return Trial(text, url.format(text))
    message = (
        f"{quoted(text)} is no trial registration number; write NCT and 8 digits (ClinicalTrials.gov), "
        "ISRCTN and 8 digits, a EudraCT number (2012-003871-12) or an EU CT number (2023-500000-11-00)"
    )
    raise ValueError(message)
