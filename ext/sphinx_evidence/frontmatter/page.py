"""What a page's front matter says of its status and its review. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sphinx_evidence.frontmatter.yaml_block import Items, Scalar, Value
from sphinx_evidence.investigational.status import TreatmentStatus, read_statuses
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.digest import is_digest
from sphinx_evidence.spelling import did_you_mean, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sphinx_evidence.frontmatter.block import Entry

KEYS = {
    "status": "one status word for the page, or one for each kind of treatment",
    "last_reviewed_on": "the day or month of the last review of the whole page",
    "review_in": "how long until the next review; `evidence_review_interval` where it is not given",
    "reviewed_by": "who reviewed it: ids from the people file",
    "review_digest": "the digest of the page's content when it was reviewed",
    "review": "`none (reason)` for a page that is never reviewed",
    "source_reviewed_on": "the review of the older article that the page was written from",
    "evidence_searched_on": "the day up to which sources were searched",
}
_EXEMPT = re.compile(r"none ?\((?P<reason>.+)\)", re.IGNORECASE)
_SLIPS = 2


@dataclass(frozen=True)
class PageRecord:
    """A page's own record, as far as it can be used.

    :ivar reviewed_by: ids of people who are in the people file
    :ivar exempt_reason: why the page is never reviewed, or nothing
    """

    statuses: tuple[TreatmentStatus, ...] = ()
    last_reviewed_on: PartialDate | None = None
    review_in: Interval | None = None
    reviewed_by: tuple[str, ...] = ()
    review_digest: str | None = None
    exempt_reason: str = ""
    source_reviewed_on: PartialDate | None = None
    evidence_searched_on: PartialDate | None = None


def read_page(
    entries: Sequence[Entry], today: date, people: Collection[str] | None
) -> tuple[PageRecord, list[Problem]]:
    """Return the record that a page's front matter gives, and what is wrong with the rest of it.

    :param entries: the front matter
    :param today: the day of the build
    :param people: the ids in the people file; None where that file cannot be read, which is reported once there
    """
    reader = _PageReader(today, people)
    for entry in entries:
        reader.read(entry)
    reader.check_together({entry.key: entry.line for entry in entries})
    return reader.record, reader.problems


class _PageReader:
    """Reads one key at a time, so that one bad value costs no other."""

    def __init__(self, today: date, people: Collection[str] | None) -> None:
        self.today = today
        self.people = people
        self.record = PageRecord()
        self.problems: list[Problem] = []

    def note(self, code: ProblemCode, message: str, line: int) -> None:
        self.problems.append(Problem(code, message, line))

    def keep(self, field: str, value: Any) -> None:
        self.record = replace(self.record, **{field: value})

    def read(self, entry: Entry) -> None:
        if entry.key not in KEYS:
            # Keys of other extensions are theirs; only a slip of ours is worth a word.
            if (meant := nearest(entry.key, KEYS, within=_SLIPS)) is not None:
                message = f"the key {quoted(entry.key)} is not known. Did you mean {quoted(meant)}?"
                self.note(ProblemCode.UNKNOWN_KEY, message, entry.line)
            return
        if entry.key == "status":
            statuses, problems = read_statuses(entry.value, self.today)
            self.keep("statuses", tuple(statuses))
            self.problems += problems
        elif entry.key == "reviewed_by":
            self.read_reviewers(entry.value)
        elif not isinstance(entry.value, Scalar):
            message = f"{quoted(entry.key)} should be one value, not a list or a map: {KEYS[entry.key]}"
            self.note(_CODES[entry.key], message, entry.value.line)
        elif not entry.value.text.strip():
            message = f"{quoted(entry.key)} is empty; give {KEYS[entry.key]}, or remove the key"
            self.note(_CODES[entry.key], message, entry.line)
        elif entry.key in _DATES:
            self.read_date(entry.key, entry.value)
        else:
            self.read_scalar(entry.key, entry.value)

    def check_together(self, lines: dict[str, int]) -> None:
        """Note a page that both opts out of review and records one."""
        against = next(
            (key for key in ("last_reviewed_on", "reviewed_by", "review_digest") if key in lines), None
        )
        if against and self.record.exempt_reason:
            message = f"'review: none' and {quoted(against)} cannot both be; remove one of them"
            self.note(ProblemCode.REVIEW, message, lines["review"])

    def read_date(self, key: str, value: Scalar) -> None:
        try:
            found = PartialDate.parse(value.text)
        except ValueError as error:
            self.note(ProblemCode.DATE, f"{key}: {error}", value.line)
            return
        if found.is_future(self.today):
            message = (
                f"{key}: {quoted(value.text)} lies in the future (today is {self.today.isoformat()}); "
                "give the day on which it happened"
            )
            self.note(ProblemCode.DATE, message, value.line)
            return
        self.keep(key, found)

    def read_scalar(self, key: str, value: Scalar) -> None:
        text = value.text.strip()
        if key == "review_in":
            try:
                self.keep(key, Interval.parse(text))
            except ValueError as error:
                self.note(ProblemCode.INTERVAL, f"review_in: {error}", value.line)
        elif key == "review_digest":
            if is_digest(text):
                self.keep(key, text)
            else:
                message = f"review_digest: {quoted(text)} is no digest; it looks like v1- and 32 hex digits"
                self.note(ProblemCode.REVIEW, message, value.line)
        elif (match := _EXEMPT.fullmatch(" ".join(text.split()))) and match["reason"].strip():
            self.keep("exempt_reason", match["reason"].strip())
        else:
            message = f"review: {quoted(text)} should be 'none (reason)', with why the page is never reviewed"
            self.note(ProblemCode.REVIEW, message, value.line)

    def read_reviewers(self, value: Value) -> None:
        names = value.values if isinstance(value, Items) else _split(value)
        if not names:
            message = "'reviewed_by' is empty; give ids from the people file, or remove the key"
            self.note(ProblemCode.PERSON, message, value.line)
        found: list[str] = []
        for name in names:
            if not isinstance(name, Scalar) or not name.text.strip():
                message = "'reviewed_by' should be a list of ids from the people file"
                self.note(ProblemCode.PERSON, message, getattr(name, "line", value.line))
                continue
            person = name.text.strip()
            if self.people is not None and person not in self.people:
                message = f"nobody in the people file has the id {quoted(person)}.{did_you_mean(person, self.people)}"
                hint = "" if nearest(person, self.people) else " Add them there, or correct the id."
                self.note(ProblemCode.PERSON, message + hint, name.line)
            elif self.people is not None and person not in found:
                found.append(person)
        self.keep("reviewed_by", tuple(found))


def _split(value: Value) -> tuple[Value, ...]:
    """Return the parts of ``a, b``, as reStructuredText's flat fields give a list."""
    if not isinstance(value, Scalar):
        return (value,)
    return tuple(Scalar(part, value.line) for part in value.text.split(","))


_DATES = {"last_reviewed_on", "source_reviewed_on", "evidence_searched_on"}
_CODES = dict.fromkeys(_DATES, ProblemCode.DATE) | {
    "review_in": ProblemCode.INTERVAL,
    "review_digest": ProblemCode.REVIEW,
    "review": ProblemCode.REVIEW,
}
