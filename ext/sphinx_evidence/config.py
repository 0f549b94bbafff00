"""The extension's settings: declared once, with their types, defaults and meaning."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import Interval, PartialDate

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class Setting(NamedTuple):
    """One configuration value.

    :ivar name: as in conf.py
    :ivar rebuild: what Sphinx does when it changes: ``env`` reads every page again
    """

    name: str
    default: Any
    types: tuple[type, ...]
    rebuild: Literal["", "env"]
    description: str


SETTINGS = (
    Setting(
        "evidence_today",
        "",
        (str,),
        "",
        "The day of the build, `YYYY-MM-DD`. Empty: the day of `SOURCE_DATE_EPOCH`, else today's date in UTC.",
    ),
    Setting(
        "evidence_review_interval",
        "12 months",
        (str,),
        "",
        "How long a review holds where the page does not say `review_in`.",
    ),
    Setting(
        "evidence_due_soon_days",
        30,
        (int,),
        "",
        "How many days before the due date a review counts as due soon.",
    ),
    Setting(
        "evidence_subject",
        "Stem cell therapy",
        (str,),
        "env",
        "What a notice calls investigational where a page names no kind of treatment.",
    ),
    Setting(
        "evidence_reader_day",
        True,  # noqa: FBT003  # the default
        (bool,),
        "env",
        "Whether a small script moves the date state to a worse one on the reader's own day. `False` for pages that "
        "stay as they were on one day, such as an archive.",
    ),
    Setting(
        "evidence_people",
        "_data/people.yaml",
        (str,),
        "",
        "The file that lists the people who review pages, relative to the source folder.",
    ),
    Setting(
        "evidence_owner",
        "",
        (str,),
        "",
        "Who looks after a page that does not say `owner`: an id from the people file.",
    ),
    Setting(
        "evidence_review_exclude",
        [],
        (list, tuple),
        "",
        "Pages without a review banner, as patterns such as `api/*`: for a project that begins with some pages.",
    ),
    Setting(
        "evidence_citations",
        True,  # noqa: FBT003  # the default
        (bool,),
        "env",
        "Whether citations are numbered and listed page by page, in Vancouver style, from .bib files that are read "
        "fault by fault. `False` leaves sphinxcontrib-bibtex alone.",
    ),
    Setting(
        "evidence_reference_groups",
        {},
        (dict,),
        "",
        "The headings of the list of all references, each with the keywords (or kinds of source) that belong under "
        'it: `{"Trials": ["rct"]}`. Empty: by kind of source.',
    ),
)


def setup_config(app: Sphinx) -> None:
    """Register every setting."""
    for setting in SETTINGS:
        app.add_config_value(
            setting.name,
            setting.default,
            setting.rebuild,
            types=setting.types,
            description=setting.description,
        )


@dataclass(frozen=True)
class Settings:
    """The settings as the features use them.

    :ivar today: the day of the build
    """

    today: date
    review_interval: Interval
    due_soon_days: int
    people: str
    owner: str
    review_exclude: tuple[str, ...]
    reference_groups: dict[str, tuple[str, ...]]


def read_settings(config: Config) -> tuple[Settings, list[Problem]]:
    """Return the settings that *config* gives; a value that cannot be used is reported, and its default taken."""
    problems: list[Problem] = []

    def note(name: str, message: object) -> None:
        problems.append(Problem(ProblemCode.CONFIG, f"evidence_{name}: {message}", 1, "conf.py"))

    default = {setting.name: setting.default for setting in SETTINGS}
    today = clock_today(os.environ.get("SOURCE_DATE_EPOCH", ""))
    if config.evidence_today:
        try:
            given = PartialDate.parse(str(config.evidence_today))
            if given.day is None:
                note("today", f"{config.evidence_today!r} is a month; write a day as YYYY-MM-DD")
            today = given.last
        except ValueError as error:
            note("today", error)
    try:
        interval = Interval.parse(str(config.evidence_review_interval))
    except ValueError as error:
        note("review_interval", error)
        interval = Interval.parse(default["evidence_review_interval"])
    soon_days = config.evidence_due_soon_days
    if not isinstance(soon_days, int):
        soon_days = default["evidence_due_soon_days"]  # Sphinx itself warns of a wrong type
    elif not 0 <= soon_days <= 365:
        note("due_soon_days", f"{soon_days!r} is not a number of days from 0 to 365")
        soon_days = default["evidence_due_soon_days"]
    groups = config.evidence_reference_groups
    if not isinstance(groups, dict) or not all(_is_group(title, words) for title, words in groups.items()):
        note("reference_groups", f"{groups!r} is no dictionary of headings, each with a list of keywords")
        groups = default["evidence_reference_groups"]
    exclude = config.evidence_review_exclude
    if not isinstance(exclude, list | tuple):
        exclude = default["evidence_review_exclude"]
    settings = Settings(
        today=today,
        review_interval=interval,
        due_soon_days=soon_days,
        people=str(config.evidence_people),
        owner=config.evidence_owner.strip() if isinstance(config.evidence_owner, str) else "",
        review_exclude=tuple(str(pattern) for pattern in exclude),
        reference_groups={title: tuple(words) for title, words in groups.items()},
    )
    return settings, problems


def _is_group(title: object, words: object) -> bool:
    is_list = isinstance(words, list | tuple) and all(isinstance(word, str) for word in words)
    return isinstance(title, str) and is_list


def clock_today(epoch: str) -> date:
    """Return the day of *epoch*, else the clock's day in UTC: the only place where the build reads the clock.

    :param epoch: ``SOURCE_DATE_EPOCH``, in seconds; ignored where it is no number or out of range
    """
    now = time.time()
    try:
        return datetime.fromtimestamp(int(epoch) if epoch.isdecimal() else now, tz=UTC).date()
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(now, tz=UTC).date()
