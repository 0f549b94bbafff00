"""The banner's sentences. Pure: the translator is an argument.

Each sentence is a list of runs: text, or a date, which each writer marks up in its own way.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.states import ContentState, DateState

if TYPE_CHECKING:
    from gettext import NullTranslations

    from sphinx_evidence.review.summary import ReferenceCounts, ReviewSummary

Run = str | PartialDate


def fill(template: str, **values: Run) -> list[Run]:
    """Return *template* with its ``{names}`` replaced; the values are never read as templates."""
    runs: list[Run] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        runs += [text] if text else []
        runs += [values[name]] if name else []
    return runs


def review_sentences(summary: ReviewSummary, words: NullTranslations) -> list[Run]:
    """Return the first paragraph: when, by whom, how far the references were checked, and what comes next."""
    record = summary.record
    references = references_phrase(summary.references, words)
    if record.last_reviewed_on is None or summary.due is None:
        if references:
            return fill(words.gettext("Not yet reviewed — {references}."), references=references)
        return [words.gettext("Not yet reviewed.")]
    parts: dict[str, Run] = {
        "date": record.last_reviewed_on,
        "who": who_phrase(summary.reviewers, words),
        "references": references,
        "due": summary.due,
    }
    if references:
        template = words.gettext("Last reviewed: {date} by {who} — {references}. Next review due: {due}.")
    else:
        template = words.gettext("Last reviewed: {date} by {who}. Next review due: {due}.")
    return fill(template, **parts)


def who_phrase(reviewers: tuple[Person, ...], words: NullTranslations) -> str:
    """Return who reviewed the page and in what role, so that nobody is taken for a clinician who is none."""
    if not reviewers:
        return words.gettext("somebody whose record is missing")
    return words.gettext("; ").join(_credit(person, words) for person in reviewers)


def _credit(person: Person, words: NullTranslations) -> str:
    """Return name and role, and of everybody who is no clinician that they are none."""
    is_clinician = person.role is Role.CLINICIAN
    if person.is_group and is_clinician:
        template = words.gettext("{name}, clinicians")
    elif person.is_group and person.role is Role.MAINTAINER:
        template = words.gettext("{name}, who are not clinicians")
    elif person.is_group:
        template = words.gettext("{name} ({role}, not clinicians)")
    elif not is_clinician:
        template = words.gettext("{name}, {role}, not a clinician")
    elif person.credentials:
        template = words.gettext("{name}, {role} ({credentials})")
    else:
        template = words.gettext("{name}, {role}")
    role = role_word(person.role, words)
    runs = fill(template, name=person.name, role=role, credentials=person.credentials)
    return "".join(str(run) for run in runs)


def role_word(role: Role, words: NullTranslations) -> str:
    """Return what somebody does for the guide, in a word or two."""
    return {
        Role.MAINTAINER: words.gettext("maintainer"),
        Role.EDITOR: words.gettext("editor"),
        Role.SECOND_READER: words.gettext("second reader"),
        Role.CLINICIAN: words.gettext("clinician"),
        Role.STATISTICIAN: words.gettext("statistician"),
        Role.PATIENT_READER: words.gettext("patient reader"),
    }[role]


def references_phrase(counts: ReferenceCounts, words: NullTranslations) -> str:
    """Return how far the references were checked; nothing where the page cites none."""
    if not counts.cited:
        return ""
    if counts.verified == counts.cited:
        return words.gettext("references verified for accuracy and currency")
    if not counts.matched:
        template = words.ngettext(
            "its {cited} reference has not yet been matched to its record, nor checked for retraction",
            "its {cited} references have not yet been matched to their records, nor checked for retractions",
            counts.cited,
        )
    elif not counts.verified:
        template = words.ngettext(
            "{matched} of {cited} reference matched to its record; not yet checked for retraction",
            "{matched} of {cited} references matched to their records; not yet checked for retractions",
            counts.cited,
        )
    else:
        template = words.ngettext(
            "{matched} of {cited} reference matched to its record; {verified} checked for retraction",
            "{matched} of {cited} references matched to their records; {verified} checked for retractions",
            counts.cited,
        )
    values = {name: str(getattr(counts, name)) for name in ("cited", "matched", "verified")}
    return "".join(str(run) for run in fill(template, **values))


def missing_reviewers(summary: ReviewSummary, words: NullTranslations) -> str:
    """Return who has not read the page: said wherever a page was reviewed, and by no clinician."""
    if summary.date_state is DateState.NEVER:
        return ""
    if not summary.reviewers:
        return words.gettext("No review by a clinician or a patient group is recorded.")
    roles = {person.role for person in summary.reviewers}
    if Role.CLINICIAN in roles:
        if Role.PATIENT_READER in roles:
            return ""
        return words.gettext("No patient group has reviewed this page.")
    if Role.PATIENT_READER in roles:
        return words.gettext("No clinician has reviewed this page.")
    return words.gettext("No clinician and no patient group has reviewed this page.")


def date_state_sentence(state: DateState, words: NullTranslations) -> str:
    """Return the date axis in words."""
    return {
        DateState.CURRENT: words.gettext("The review is current."),
        DateState.DUE_SOON: words.gettext("The next review is due soon."),
        DateState.OVERDUE: words.gettext("The next review is overdue: this page may no longer be right."),
        DateState.NEVER: words.gettext("Nobody has checked this page as a whole."),
    }[state]


def content_state_sentence(state: ContentState, words: NullTranslations) -> str:
    """Return the content axis in words."""
    return {
        ContentState.UNCHANGED: words.gettext("The text is unchanged since this review."),
        ContentState.EDITED: words.gettext("The text has been edited since this review."),
        ContentState.UNKNOWN: words.gettext("Edits since the review cannot be excluded."),
    }[state]


def origin_sentences(summary: ReviewSummary, words: NullTranslations) -> list[Run]:
    """Return where the page comes from and up to when its sources were searched."""
    runs: list[Run] = []
    if (source := summary.record.source_reviewed_on) is not None:
        runs += fill(
            words.gettext("Written from an article last reviewed in {date}.")
            if source.day is None
            else words.gettext("Written from an article last reviewed on {date}."),
            date=source,
        )
    if (searched := summary.record.evidence_searched_on) is not None:
        runs += [" "] if runs else []
        runs += fill(words.gettext("Sources searched up to {date}."), date=searched)
    return runs
