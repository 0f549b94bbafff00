"""The banner's sentences. Pure: the translator is an argument.

Each sentence is a list of runs: text, or a date, which each writer marks up in its own way.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Scope
from sphinx_evidence.review.states import ContentState, DateState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from gettext import NullTranslations

    from sphinx_evidence.review.record import Notice
    from sphinx_evidence.review.standing import StandingReview
    from sphinx_evidence.review.summary import Original, ReferenceCounts, ReviewSummary

Run = str | PartialDate


def fill(template: str, **values: Run) -> list[Run]:
    """Return *template* with its ``{names}`` replaced; the values are never read as templates."""
    runs: list[Run] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        runs += [text] if text else []
        runs += [values[name]] if name else []
    return runs


def plain_text(runs: Iterable[Run], locale: str) -> str:
    """Return *runs* as plain text, with dates as people write them in *locale*."""
    return "".join(run if isinstance(run, str) else run.written(locale) for run in runs)


def review_sentences(summary: ReviewSummary, words: NullTranslations) -> list[Run]:
    """Return the first paragraph: when, by whom, how far the references were checked, and what comes next."""
    record = summary.record
    references = references_phrase(summary.references, words)
    if record.last_reviewed_on is None or summary.due is None:
        if summary.original:
            return [words.gettext("This translation was not checked by a clinician or a second speaker.")]
        if references:
            return fill(words.gettext("Not yet reviewed — {references}."), references=references)
        return [words.gettext("Not yet reviewed.")]
    parts: dict[str, Run] = {
        "date": record.last_reviewed_on,
        "who": who_phrase(summary.reviewers, words),
        "references": references,
        "due": summary.due,
    }
    if summary.original:
        template = words.gettext(
            "This translation was last reviewed: {date} by {who}. Next review due: {due}."
        )
    elif references:
        template = words.gettext("Last reviewed: {date} by {who} — {references}. Next review due: {due}.")
    else:
        template = words.gettext("Last reviewed: {date} by {who}. Next review due: {due}.")
    return fill(template, **parts)


def original_sentences(original: Original, words: NullTranslations) -> list[Run]:
    """Return whether the original of a translation is newer, and what its own review was."""
    state = {
        ContentState.UNCHANGED: words.gettext(
            "The original is unchanged since this translation was reviewed."
        ),
        ContentState.EDITED: words.gettext(
            "The original is newer: it was edited after this translation was reviewed."
        ),
        ContentState.UNKNOWN: words.gettext(
            "Whether the original is newer than this translation is not recorded."
        ),
    }[original.state]
    said: list[Run] = [
        state,
        " ",
        words.gettext("The original:"),
        " ",
        *review_sentences(original.summary, words),
    ]
    if original.summary.date_state is DateState.OVERDUE:
        said += [" ", words.gettext("The next review of the original is overdue.")]
    if original.summary.content_state is ContentState.EDITED:
        said += [" ", words.gettext("The original has been edited since that review.")]
    elif original.summary.content_state is ContentState.UNKNOWN and original.summary.due is not None:
        said += [" ", words.gettext("Edits of the original since that review cannot be excluded.")]
    return said


def standing_sentences(standing: StandingReview, words: NullTranslations) -> list[Run]:
    """Return a review that stands beside the last one: when, by whom, what was read, and whether it is unchanged."""
    if standing.section:
        template = words.gettext("Only the section “{section}” was read by {who}: {date}.")
    elif standing.review.is_of_the_page:
        template = words.gettext("Also reviewed: {date} by {who}.")
    else:
        template = words.gettext("Only the references were read against their sources: {date} by {who}.")
    state = {
        ContentState.UNCHANGED: words.gettext("Unchanged since then."),
        ContentState.EDITED: words.gettext("Edited since then."),
        ContentState.UNKNOWN: words.gettext("Edits since then cannot be excluded."),
    }[standing.content_state]
    who = who_phrase(standing.reviewers, words)
    return [*fill(template, section=standing.section, date=standing.review.on, who=who), " ", state]


def scope_sentence(summary: ReviewSummary, words: NullTranslations) -> str:
    """Return what the last review looked at, where that was recorded, and there was more than one thing."""
    scope = summary.record.review_scope
    if not summary.references.cited:
        return ""
    if Scope.REFERENCES in scope:
        return words.gettext("This review covered the text and its references.")
    return words.gettext("This review covered the text, not its references.") if scope else ""


def nobody_of_sentence(roles: Collection[Role], words: NullTranslations) -> str:
    """Return who has reviewed no page at all, of those whom readers ask for; nothing where each has.

    :param roles: of everybody who has reviewed a page
    """
    if Role.CLINICIAN not in roles and Role.PATIENT_READER not in roles:
        return words.gettext("No clinician and no patient group has reviewed any page yet.")
    if Role.CLINICIAN not in roles:
        return words.gettext("No clinician has reviewed any page yet.")
    return (
        "" if Role.PATIENT_READER in roles else words.gettext("No patient group has reviewed any page yet.")
    )


def notice_sentences(notice: Notice, words: NullTranslations) -> list[Run]:
    """Return that something has changed and the page has not been updated."""
    return fill(
        words.gettext("This page has not been updated. {date}: {text}"), date=notice.on, text=notice.text
    )


def notice_title(words: NullTranslations) -> str:
    """Return what stands above a notice of a change."""
    return words.gettext("Something has changed")


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
    elif not is_clinician and person.credentials:  # which may be a clinician's
        template = words.gettext("{name}, {role} ({credentials}), not as a clinician")
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
    of_the_page = [one.reviewers for one in summary.others if one.review.is_of_the_page]
    roles = {person.role for persons in (summary.reviewers, *of_the_page) for person in persons}
    if summary.original is not None:
        return "" if Role.CLINICIAN in roles else words.gettext("No clinician has reviewed this translation.")
    if not summary.reviewers and not roles & {Role.CLINICIAN, Role.PATIENT_READER}:
        return words.gettext("No review by a clinician or a patient group is recorded.")
    return {
        (False, False): words.gettext("No clinician and no patient group has reviewed this page."),
        (False, True): words.gettext("No clinician has reviewed this page."),
        (True, False): words.gettext("No patient group has reviewed this page."),
        (True, True): "",
    }[Role.CLINICIAN in roles, Role.PATIENT_READER in roles]


def translation_state_sentence(summary: ReviewSummary, words: NullTranslations) -> str:
    """Return what is said of a translation, and not as of a page; nothing where that is the same."""
    if summary.original is None:
        return ""
    if summary.date_state is DateState.NEVER:
        return words.gettext("Nobody has checked this translation as a whole.")
    if summary.content_state is ContentState.EDITED:
        return words.gettext("This translation has been edited since its last review.")
    return ""


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
        ContentState.EDITED: words.gettext("This page has been edited since its last review."),
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
