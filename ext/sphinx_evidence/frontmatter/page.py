"""What a page's front matter says of its status and its review. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sphinx_evidence.frontmatter.reviews import (
    read_other_reviews,
    read_person,
    read_reviewers,
    read_translation_reviews,
)
from sphinx_evidence.frontmatter.yaml_block import Scalar
from sphinx_evidence.investigational.status import TreatmentStatus, read_statuses
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.record import Notice, Review, Scope, known_digest, read_scope, short_line
from sphinx_evidence.spelling import nearest, quoted

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
    "review_scope": "what that review looked at: `content`, or `content, references`",
    "no_change_because": "why the page was reviewed again although nothing on it had changed",
    "other_reviews": "other reviews: earlier ones, and those of one section or of the references alone",
    "translation_reviews": "the review of each translation, by language",
    "review": "`none (reason)` for a page that is never reviewed",
    "owner": "who looks after the page: an id from the people file; `evidence_owner` where it is not given",
    "notice": "the day and what has changed, while the page has not been updated",
    "source_reviewed_on": "the review of the older article that the page was written from",
    "evidence_searched_on": "the day up to which sources were searched",
}
NAMING_KEYS = frozenset(
    {"reviewed_by", "owner", "other_reviews", "translation_reviews"}
)  # need the people file
_EXEMPT = re.compile(r"none ?\((?P<reason>.+)\)", re.IGNORECASE)
_SLIPS = 2
_OF_A_REVIEW = (
    "last_reviewed_on",
    "reviewed_by",
    "review_digest",
    "review_scope",
    "other_reviews",
    "translation_reviews",
)


@dataclass(frozen=True)
class PageRecord:
    """A page's own record, as far as it can be used.

    :ivar reviewed_by: ids of people who are in the people file
    :ivar other_reviews: as they are listed
    :ivar translation_reviews: the language of each, and the review
    :ivar exempt_reason: why the page is never reviewed, or nothing
    """

    statuses: tuple[TreatmentStatus, ...] = ()
    last_reviewed_on: PartialDate | None = None
    review_in: Interval | None = None
    reviewed_by: tuple[str, ...] = ()
    review_digest: str | None = None
    review_scope: tuple[Scope, ...] = ()
    no_change_because: str = ""
    other_reviews: tuple[Review, ...] = ()
    translation_reviews: tuple[tuple[str, Review], ...] = ()
    exempt_reason: str = ""
    owner: str = ""
    notice: Notice | None = None
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
    lines = {entry.key: entry.line for entry in entries}
    reader.check_opting_out(lines)
    reader.check_scope()
    reader.check_order(lines)
    return reader.record, reader.problems


class _PageReader:
    """Reads one key at a time, so that one bad value costs no other."""

    def __init__(self, today: date, people: Collection[str] | None) -> None:
        self.today = today
        self.people = people
        self.record = PageRecord()
        self.problems: list[Problem] = []
        self.is_partial = False

    def note(self, code: ProblemCode, message: str, line: int) -> None:
        self.problems.append(Problem(code, message, line))

    def keep(self, field: str, value: Any) -> None:
        self.record = replace(self.record, **{field: value})

    def take(self, field: str, value: Any, problems: list[Problem]) -> None:
        self.keep(field, value)
        self.problems += problems

    def read(self, entry: Entry) -> None:
        if entry.key not in KEYS:
            # Keys of other extensions are theirs; only a slip of ours is worth a word.
            if (meant := nearest(entry.key, KEYS, within=_SLIPS)) is not None:
                message = f"the key {quoted(entry.key)} is not known. Did you mean {quoted(meant)}?"
                self.note(ProblemCode.UNKNOWN_KEY, message, entry.line)
            return
        if entry.key == "status":
            statuses, problems = read_statuses(entry.value, self.today)
            self.take("statuses", tuple(statuses), problems)
        elif entry.key == "reviewed_by":
            self.take(entry.key, *read_reviewers(entry.value, self.people))
        elif entry.key == "other_reviews":
            self.take(entry.key, *read_other_reviews(entry.value, self.today, self.people))
        elif entry.key == "translation_reviews":
            self.take(entry.key, *read_translation_reviews(entry.value, self.today, self.people))
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

    def check_order(self, lines: dict[str, int]) -> None:
        """Note a review of the page that is later than what is recorded as its last."""
        last = self.record.last_reviewed_on
        for review in self.record.other_reviews:
            # A last review whose day cannot be read is told of there.
            is_later = "last_reviewed_on" not in lines if last is None else review.on.first > last.last
            if review.is_of_the_page and is_later:
                message = (
                    f"other_reviews: the review of {review.on.iso} is later than the last one recorded; "
                    "give it as last_reviewed_on, with reviewed_by and review_digest"
                )
                self.note(ProblemCode.REVIEW, message, lines["other_reviews"])
        if last is None:
            # Beside "Not yet reviewed" no review of the page can stand.
            kept = tuple(review for review in self.record.other_reviews if not review.is_of_the_page)
            self.keep("other_reviews", kept)

    def check_scope(self) -> None:
        """Take back a last review that was not of the whole page."""
        if self.is_partial:
            self.keep("last_reviewed_on", None)

    def check_opting_out(self, lines: dict[str, int]) -> None:
        """Note a page that both opts out of review and records one."""
        against = next((key for key in _OF_A_REVIEW if key in lines), None)
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
        text = " ".join(value.text.split())
        try:
            if key == "review_in":
                self.keep(key, Interval.parse(text))
            elif key == "review_scope":
                self.keep(key, self.scope_of_the_page(text))
            elif key == "notice":
                self.read_notice(Notice.parse(text), value.line)
            elif key == "no_change_because":
                self.keep(key, short_line(text))
            elif key == "owner":
                owner, problems = read_person(value, key, self.people)
                self.take(key, owner or "", problems)
            elif key == "review_digest":
                self.keep(key, known_digest(text))
            else:
                self.keep("exempt_reason", _exempt_reason(text))
        except ValueError as error:
            self.note(_CODES[key], f"{key}: {error}", value.line)

    def read_notice(self, notice: Notice, line: int) -> None:
        if notice.on.is_future(self.today):
            message = (
                f"notice: {quoted(notice.on.iso)} lies in the future (today is {self.today.isoformat()}); "
                "give the day on which it happened"
            )
            self.note(ProblemCode.DATE, message, line)
        else:
            self.keep("notice", notice)

    def scope_of_the_page(self, text: str) -> tuple[Scope, ...]:
        scope = read_scope(text)
        if Scope.CONTENT not in scope:
            self.is_partial = True
            raise ValueError(
                f"{quoted(text)} lacks 'content': who did not read the page as a whole did not review it; "
                "list the review under other_reviews"
            )
        return scope


def _exempt_reason(text: str) -> str:
    match = _EXEMPT.fullmatch(text)
    if match is None or not match["reason"].strip():
        raise ValueError(f"{quoted(text)} should be 'none (reason)', with why the page is never reviewed")
    return match["reason"].strip()


_DATES = {"last_reviewed_on", "source_reviewed_on", "evidence_searched_on"}
_CODES = dict.fromkeys(_DATES, ProblemCode.DATE) | {
    "review_in": ProblemCode.INTERVAL,
    "review_digest": ProblemCode.REVIEW,
    "review_scope": ProblemCode.REVIEW,
    "no_change_because": ProblemCode.REVIEW,
    "review": ProblemCode.REVIEW,
    "owner": ProblemCode.PERSON,
    "notice": ProblemCode.REVIEW,
}
