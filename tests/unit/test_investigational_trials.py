from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.investigational.trials import read_trial

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager


@pytest.mark.parametrize(
    ("number", "url"),
    [
        ("NCT02633163", "https://clinicaltrials.gov/study/NCT02633163"),
        ("ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678"),
        (
            "2012-003871-12",
            "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2012-003871-12",
        ),
        ("2023-500000-11-00", "https://euclinicaltrials.eu/ctis-public/view/2023-500000-11-00"),
    ],
)
def test_a_registration_leads_to_its_own_registry(number: str, url: str) -> None:
    assert read_trial(number) == (number, url)


@pytest.mark.parametrize(
    "number",
    [
        "NCT0263316",
        "NCT026331633",
        "nct02633163",
        "NCT 02633163",
        "NTC02633163",
        "NCTO2633163",
        "NCT02633163\n",
        "NCT٠٢٦٣٣١٦٣",
        "ISRCTN1234567",
        "ISRCTN123456789",
        "2012-03871-12",
        "2012-003871-123",
        "2023-500000-11-0",
        "1923-500000-11-00",
        "",
        " ",
    ],
)
def test_a_number_of_the_wrong_form_is_named_with_the_forms_that_exist(number: str) -> None:
    with pytest.raises(ValueError, match="write NCT and 8 digits") as info:
        read_trial(number)
    assert f"{number!r} is no trial registration number" in str(info.value)
    assert "ISRCTN and 8 digits" in str(info.value)
    assert "2012-003871-12" in str(info.value)


def test_hostile_text_becomes_no_link(hostile: str) -> None:
    with pytest.raises(ValueError, match="is no trial registration number") as info:
        read_trial(hostile)
    assert str(info.value).isprintable()
    assert len(str(info.value)) < 600


@given(st.from_regex(r"(NCT|ISRCTN)?[0-9\-]{6,20}", fullmatch=True))
def test_a_link_goes_to_a_registry_over_https_and_ends_with_the_number(number: str) -> None:
    try:
        trial = read_trial(number)
    except ValueError:
        return
    parts = urlsplit(trial.url)
    assert parts.scheme == "https"
    assert parts.hostname in {
        "clinicaltrials.gov",
        "www.isrctn.com",
        "euclinicaltrials.eu",
        "www.clinicaltrialsregister.eu",
    }
    assert trial.url.endswith(number)


def test_a_megabyte_is_refused_at_once(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    with quickly(), pytest.raises(ValueError, match="is no trial"):
        read_trial("NCT" + "0" * 1_000_000)
