"""The facts of one investigational use, from the directive's options. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx_evidence.investigational.trials import Trial, read_trial
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.spelling import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Certainty(StrEnum):
    """GRADE's words for the certainty of a body of evidence (Balshem 2011), and one for none."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    NOT_GRADED = "not graded"


OPTIONS = ("as-of", "jurisdictions", "phase", "certainty", "trials")
PHASES = ("early 1", "1", "1/2", "2", "2/3", "3", "4")
MOST_TRIALS = 50


@dataclass(frozen=True)
class Facts:
    """What the generated line says; each part may be missing.

    :ivar jurisdictions: where it is not approved
    :ivar as_of: the day for which that was looked up
    """

    phase: str = ""
    certainty: Certainty | None = None
    jurisdictions: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    trials: tuple[Trial, ...] = ()


def read_facts(options: Mapping[str, str], today: date) -> tuple[Facts, list[Problem]]:
    """Return the facts that the directive's *options* give, and what is wrong with the others.

    :param options: option names and their text
    :param today: the day of the build, after which nothing can have been looked up
    """
    problems: list[Problem] = []

    def note(message: str, code: ProblemCode = ProblemCode.INVESTIGATIONAL) -> None:
        problems.append(Problem(code, message))

    for option in options:
        if option not in OPTIONS:
            allowed = ", ".join(OPTIONS)
            note(
                f"'investigational' has no option {quoted(option)}; it has: {allowed}.{did_you_mean(option, OPTIONS)}"
            )
    phase = " ".join(options.get("phase", "").casefold().removeprefix("phase").split())
    if phase and phase not in PHASES:
        note(f"the phase {quoted(phase)} is none of: {', '.join(PHASES)}")
        phase = ""
    as_of = _read_as_of(options, today, problems)
    jurisdictions = tuple(
        " ".join(part.split()) for part in options.get("jurisdictions", "").split(",") if part.strip()
    )
    if jurisdictions and as_of is None:
        if not options.get("as-of", "").strip():
            note(
                "'jurisdictions' says where it is not approved, and 'as-of' when that was looked up: "
                "add ':as-of: YYYY-MM'"
            )
        jurisdictions = ()
    trials: list[Trial] = []
    numbers = [number for number in re.split(r"[,;\s]+", options.get("trials", "")) if number]
    if len(numbers) > MOST_TRIALS:
        note(f"{len(numbers)} trials are given; the first {MOST_TRIALS} are shown", ProblemCode.TRIAL)
    for number in numbers[:MOST_TRIALS]:
        try:
            trials.append(read_trial(number))
        except ValueError as error:
            note(str(error), ProblemCode.TRIAL)
    facts = Facts(phase, _read_certainty(options, problems), jurisdictions, as_of, tuple(trials))
    return facts, problems


def _read_certainty(options: Mapping[str, str], problems: list[Problem]) -> Certainty | None:
    text = " ".join(options.get("certainty", "").casefold().replace("-", " ").split())
    if not text:
        return None
    if text not in list(Certainty):
        allowed = ", ".join(Certainty)
        message = f"the certainty {quoted(text)} is none of: {allowed}.{did_you_mean(text, Certainty)}"
        problems.append(Problem(ProblemCode.INVESTIGATIONAL, message))
        return None
    return Certainty(text)


def _read_as_of(options: Mapping[str, str], today: date, problems: list[Problem]) -> PartialDate | None:
    text = options.get("as-of", "").strip()
    if not text:
        return None
    try:
        as_of = PartialDate.parse(text)
    except ValueError as error:
        problems.append(Problem(ProblemCode.DATE, f"as-of: {error}"))
        return None
    if as_of.is_future(today):
        message = f"as-of: {quoted(text)} lies in the future; nothing can have been looked up then"
        problems.append(Problem(ProblemCode.DATE, message))
        return None
    return as_of
