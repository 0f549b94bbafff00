"""The status words for a treatment, and how front matter gives them. Pure.

One word for the page, or one for each kind of treatment; ``approved`` and ``withdrawn`` say of which product,
where and when: ``withdrawn (Alofisel, EU, 2024-12)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx_evidence.frontmatter.yaml_block import Items, Scalar, Value
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.spelling import did_you_mean, quoted

if TYPE_CHECKING:
    from datetime import date


class Status(StrEnum):
    """What may be said of a treatment."""

    INVESTIGATIONAL = "investigational"
    SPECIALIST_USE = "specialist use"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    ESTABLISHED = "established"
    BACKGROUND = "background"


MEANINGS = {
    Status.INVESTIGATIONAL: "Being tested; not known whether the good is greater than the harm.",
    Status.SPECIALIST_USE: "Guidelines accept it for selected people. A procedure, not a licensed product.",
    Status.APPROVED: "A named product was approved, in a place, on a day.",
    Status.WITHDRAWN: "A named product was withdrawn, in a place, on a day.",
    Status.ESTABLISHED: "Part of established treatment.",
    Status.BACKGROUND: "Nothing to mark: the page is about no treatment.",
}


@dataclass(frozen=True)
class Product:
    """What an approval or a withdrawal is about: never a whole kind of treatment."""

    name: str
    place: str
    on: PartialDate


@dataclass(frozen=True)
class TreatmentStatus:
    """The status of one kind of treatment, or of everything on the page where none is named."""

    status: Status
    treatment: str = ""
    product: Product | None = None


_PRODUCT_STATUSES = {Status.APPROVED, Status.WITHDRAWN}
_WITH_DETAILS = re.compile(r"(?P<word>[^()]*)\((?P<details>.*)\)")
_ALLOWED = ", ".join(Status)


def read_statuses(value: Value, today: date) -> tuple[list[TreatmentStatus], list[Problem]]:
    """Return the statuses that front matter's ``status`` gives, and what is wrong with the others.

    :param today: the day of the build, after which nothing can have been approved or withdrawn
    """
    if isinstance(value, Items):
        message = (
            f"'status' is a list; write one word ({_ALLOWED}), or a line "
            "'kind of treatment: word' for each kind"
        )
        return [], [Problem(ProblemCode.STATUS, message, value.line)]
    pairs = _split_flat(value) if isinstance(value, Scalar) else list(value.values)
    statuses: list[TreatmentStatus] = []
    problems: list[Problem] = []
    if not pairs:
        message = f"'status' is empty; it is one of: {_ALLOWED}"
        problems.append(Problem(ProblemCode.STATUS, message, value.line))
    for treatment, word in pairs:
        if not isinstance(word, Scalar):
            message = f"the status of {quoted(treatment.text)} should be one word: {_ALLOWED}"
            problems.append(Problem(ProblemCode.STATUS, message, word.line))
            continue
        try:
            status = _read_status(treatment.text.strip(), " ".join(word.text.split()), today)
        except ValueError as error:
            problems.append(Problem(ProblemCode.STATUS, str(error), word.line))
            continue
        if status.treatment.casefold() in {known.treatment.casefold() for known in statuses}:
            message = f"{quoted(status.treatment)} has two statuses; the first one is used: remove the other"
            problems.append(Problem(ProblemCode.STATUS, message, word.line))
        else:
            statuses.append(status)
    return statuses, problems


def _split_flat(value: Scalar) -> list[tuple[Scalar, Value]]:
    """Split ``HSCT: specialist use; MSC: investigational``, or take a single word for the page."""
    pairs: list[tuple[Scalar, Value]] = []
    for part in value.text.split(";"):
        treatment, colon, word = part.rpartition(":")
        pairs.append((Scalar(treatment if colon else "", value.line), Scalar(word.strip(), value.line)))
    return pairs


def _read_status(treatment: str, text: str, today: date) -> TreatmentStatus:
    """Return the status that *text* gives, or raise ValueError with what to write instead."""
    match = _WITH_DETAILS.fullmatch(text)
    word = (match["word"] if match else text).strip().casefold()
    details = [part.strip() for part in match["details"].split(",")] if match else []
    if word not in list(Status):
        message = f"{quoted(text)} is no status; it is one of: {_ALLOWED}.{did_you_mean(word, Status)}"
        raise ValueError(message)
    status = Status(word)
    if status not in _PRODUCT_STATUSES:
        if details:
            message = f"{quoted(word)} takes nothing in brackets, but has {quoted(match['details'] if match else '')}"
            raise ValueError(message)
        return TreatmentStatus(status, treatment)
    if len(details) != 3 or not all(details):
        message = f"{quoted(word)} needs a product, a place and a day: write '{word} (Product, EU, 2024-12)'"
        raise ValueError(message)
    name, place, day = details
    on = PartialDate.parse(day)
    if on.is_future(today):
        message = f"{quoted(day)} lies in the future; nothing can have been {word} then"
        raise ValueError(message)
    return TreatmentStatus(status, treatment, Product(name, place, on))
