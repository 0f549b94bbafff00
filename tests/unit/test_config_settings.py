from __future__ import annotations

import time
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from sphinx_evidence.config import SETTINGS, clock_today, read_settings
from sphinx_evidence.problems import ProblemCode
from sphinx_evidence.review.dates import Interval

if TYPE_CHECKING:
    from sphinx.config import Config


def config(**values: Any) -> Config:
    """Return what conf.py gives where it sets only *values*."""
    defaults = {setting.name: setting.default for setting in SETTINGS}
    return cast("Config", SimpleNamespace(**(defaults | values)))


@pytest.fixture(autouse=True)
def _day_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_has_a_default_of_its_own_type_and_a_meaning(setting: Any) -> None:
    assert setting.name.startswith("evidence_")
    assert isinstance(setting.default, setting.types)
    assert setting.description.endswith(".")


def test_a_project_that_sets_nothing_has_no_problem() -> None:
    settings, problems = read_settings(config())
    assert problems == []
    assert settings.today == date(2026, 11, 22)
    assert settings.review_interval == Interval(12, "month")
    assert (settings.due_soon_days, settings.people, settings.review_exclude) == (30, "_data/people.yaml", ())
    assert settings.owner == ""


def test_what_conf_py_gives_is_used() -> None:
    settings, problems = read_settings(
        config(
            evidence_today="2027-03-01",
            evidence_review_interval="6 months",
            evidence_due_soon_days=14,
            evidence_people="people.yaml",
            evidence_review_exclude=["api/*"],
        )
    )
    assert problems == []
    assert settings.today == date(2027, 3, 1)
    assert settings.review_interval == Interval(6, "month")
    assert (settings.due_soon_days, settings.people, settings.review_exclude) == (
        14,
        "people.yaml",
        ("api/*",),
    )


@pytest.mark.parametrize(
    ("name", "value", "found", "allowed"),
    [
        ("evidence_today", "tomorrow", "'tomorrow' is not a date", "YYYY-MM-DD"),
        ("evidence_today", "2026-02-30", "'2026-02-30' does not exist in the calendar", "YYYY-MM-DD"),
        ("evidence_today", "2026-11", "'2026-11' is a month", "YYYY-MM-DD"),
        ("evidence_review_interval", "soon", "'soon' is not an interval", "a number and a unit"),
        ("evidence_review_interval", "0 months", "'0 months' is not an interval", "a number and a unit"),
        ("evidence_review_interval", None, "'None' is not an interval", "a number and a unit"),
        ("evidence_due_soon_days", -1, "-1 is not a number of days", "from 0 to 365"),
        ("evidence_due_soon_days", 366, "366 is not a number of days", "from 0 to 365"),
    ],
)
def test_a_value_that_cannot_be_used_is_one_problem_in_conf_py(
    name: str, value: object, found: str, allowed: str
) -> None:
    _settings, (problem,) = read_settings(config(**{name: value}))
    assert (problem.code, problem.path) == (ProblemCode.CONFIG, "conf.py")
    assert problem.message.startswith(f"{name}: ")
    assert found in problem.message
    assert allowed in problem.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("evidence_today", "tomorrow"),
        ("evidence_review_interval", "soon"),
        ("evidence_due_soon_days", -1),
        ("evidence_due_soon_days", "thirty"),
        ("evidence_due_soon_days", None),
        ("evidence_review_exclude", "api/*"),  # one letter each would exclude every page
        ("evidence_review_exclude", None),
        ("evidence_owner", None),
        ("evidence_owner", 5),
    ],
)
def test_the_default_is_used_instead_of_a_value_that_cannot_be(name: str, value: object) -> None:
    assert read_settings(config(**{name: value}))[0] == read_settings(config())[0]


def test_a_hostile_setting_is_told_on_one_short_line(hostile: str) -> None:
    settings, problems = read_settings(config(evidence_today=hostile, evidence_review_interval=hostile))
    assert len(problems) == 2
    assert all(problem.message.isprintable() and len(problem.message) < 600 for problem in problems)
    assert settings == read_settings(config())[0]


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        ("0", date(1970, 1, 1)),
        ("86399", date(1970, 1, 1)),
        ("86400", date(1970, 1, 2)),
        ("1795305599", date(2026, 11, 21)),  # a second before midnight in UTC
        ("1795305600", date(2026, 11, 22)),
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_day_of_source_date_epoch_is_counted_in_utc(
    epoch: str, day: date, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setenv("TZ", zone)
        time.tzset()
        found = clock_today(epoch)
    time.tzset()
    assert found == day


@pytest.mark.parametrize("epoch", ["", "-1", "1.5", "1e9", "now", " 0", "9" * 30, "9" * 5000, "0x10"])
def test_an_epoch_that_is_no_number_of_seconds_is_ignored(epoch: str) -> None:
    before = datetime.now(tz=UTC).date()
    found = clock_today(epoch)
    assert before <= found <= datetime.now(tz=UTC).date()


def test_evidence_today_comes_before_source_date_epoch() -> None:
    assert read_settings(config(evidence_today="2030-01-01"))[0].today == date(2030, 1, 1)


@pytest.mark.parametrize(("value", "owner"), [("", ""), ("editors", "editors"), (" editors\n", "editors")])
def test_a_project_can_name_who_looks_after_its_pages(value: str, owner: str) -> None:
    settings, problems = read_settings(config(evidence_owner=value))
    assert (settings.owner, problems) == (owner, [])
