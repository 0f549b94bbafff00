from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Notice, Review, Scope
from sphinx_evidence.review.standing import StandingReview
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.summary import Original, ReferenceCounts, ReviewSummary
from sphinx_evidence.review.wording import (
    Run,
    content_state_sentence,
    date_state_sentence,
    fill,
    missing_reviewers,
    notice_sentences,
    notice_title,
    origin_sentences,
    original_sentences,
    references_phrase,
    review_sentences,
    scope_sentence,
    standing_sentences,
    who_phrase,
)

WORDS = NullTranslations()
MAINTAINERS = Person("maintainers", "the guide's maintainers", Role.MAINTAINER, is_group=True)
PATIENTS = Person("patients", "the Lupus Group", Role.PATIENT_READER, is_group=True)
CLINICIAN = Person("c", "Dr Jane Roe", Role.CLINICIAN, credentials="rheumatologist, Leeds")
READER = Person("r", "Sam Poe", Role.SECOND_READER)
NEXT = PartialDate(2027, 11)
ALL_VERIFIED = ReferenceCounts(40, 40, 40)


def summary(
    reviewers: tuple[Person, ...] = (MAINTAINERS,),
    references: ReferenceCounts = ALL_VERIFIED,
    record: PageRecord | None = None,
    due: PartialDate | None = NEXT,
    state: DateState = DateState.CURRENT,
) -> ReviewSummary:
    record = record or PageRecord(last_reviewed_on=PartialDate(2026, 11))
    return ReviewSummary(record, reviewers, due, state, ContentState.UNKNOWN, references)


def standing(
    line: str,
    reviewers: tuple[Person, ...] = (CLINICIAN,),
    section: str = "",
    state: ContentState = ContentState.UNKNOWN,
) -> StandingReview:
    return StandingReview(Review.parse(line), reviewers, section, state)


def told(runs: list[Run]) -> str:
    return "".join(run if isinstance(run, str) else run.written("en_GB") for run in runs)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            ALL_VERIFIED,
            "Last reviewed: November 2026 by the guide's maintainers, who are not clinicians — "
            "references verified for accuracy and currency. Next review due: November 2027.",
        ),
        (
            ReferenceCounts(31),
            "Last reviewed: November 2026 by the guide's maintainers, who are not clinicians — "
            "its 31 references have not yet been matched to their records, nor checked for retractions. "
            "Next review due: November 2027.",
        ),
        (
            ReferenceCounts(40, 38),
            "Last reviewed: November 2026 by the guide's maintainers, who are not clinicians — "
            "38 of 40 references matched to their records; not yet checked for retractions. "
            "Next review due: November 2027.",
        ),
        (
            ReferenceCounts(0),
            "Last reviewed: November 2026 by the guide's maintainers, who are not clinicians. "
            "Next review due: November 2027.",
        ),
    ],
)
def test_the_banner_says_who_when_how_far_and_what_comes_next(counts: ReferenceCounts, sentence: str) -> None:
    assert told(review_sentences(summary(references=counts), WORDS)) == sentence


def test_a_review_on_a_day_is_told_with_its_day() -> None:
    record = PageRecord(last_reviewed_on=PartialDate(2026, 11, 22))
    sentence = told(
        review_sentences(summary((CLINICIAN,), record=record, due=PartialDate(2027, 11, 22)), WORDS)
    )
    assert sentence == (
        "Last reviewed: 22 November 2026 by Dr Jane Roe, clinician (rheumatologist, Leeds) — references "
        "verified for accuracy and currency. Next review due: 22 November 2027."
    )


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (ReferenceCounts(0), "Not yet reviewed."),
        (
            ReferenceCounts(1),
            "Not yet reviewed — its 1 reference has not yet been matched to its record, nor checked for retraction.",
        ),
        (ALL_VERIFIED, "Not yet reviewed — references verified for accuracy and currency."),
    ],
)
def test_a_page_that_nobody_reviewed_says_so_first(counts: ReferenceCounts, sentence: str) -> None:
    never = summary((), counts, PageRecord(reviewed_by=("maintainers",)), None, DateState.NEVER)
    assert told(review_sentences(never, WORDS)) == sentence


def test_dates_stay_dates_so_that_each_writer_can_mark_them() -> None:
    runs = review_sentences(summary(), WORDS)
    assert [run for run in runs if isinstance(run, PartialDate)] == [
        PartialDate(2026, 11),
        PartialDate(2027, 11),
    ]


@pytest.mark.parametrize(
    ("counts", "phrase"),
    [
        (ReferenceCounts(0, 0, 0), ""),
        (ReferenceCounts(1, 1, 1), "references verified for accuracy and currency"),
        (
            ReferenceCounts(1, 0, 0),
            "its 1 reference has not yet been matched to its record, nor checked for retraction",
        ),
        (
            ReferenceCounts(2, 0, 0),
            "its 2 references have not yet been matched to their records, nor checked for retractions",
        ),
        (ReferenceCounts(1, 1, 0), "1 of 1 reference matched to its record; not yet checked for retraction"),
        (
            ReferenceCounts(2, 1, 0),
            "1 of 2 references matched to their records; not yet checked for retractions",
        ),
        (
            ReferenceCounts(40, 40, 0),
            "40 of 40 references matched to their records; not yet checked for retractions",
        ),
        (
            ReferenceCounts(40, 39, 38),
            "39 of 40 references matched to their records; 38 checked for retractions",
        ),
        (
            ReferenceCounts(40, 40, 39),
            "40 of 40 references matched to their records; 39 checked for retractions",
        ),
    ],
)
def test_references_are_counted_in_the_singular_and_the_plural(counts: ReferenceCounts, phrase: str) -> None:
    assert references_phrase(counts, WORDS) == phrase


@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 200))
def test_verified_is_said_only_when_every_reference_is_verified(
    cited: int, matched: int, verified: int
) -> None:
    matched = min(matched, cited)
    verified = min(verified, matched)
    phrase = references_phrase(ReferenceCounts(cited, matched, verified), WORDS)
    assert ("verified" in phrase) == (verified == cited)
    if verified < cited:
        assert str(cited) in phrase


@pytest.mark.parametrize(
    ("reviewers", "phrase"),
    [
        ((), "somebody whose record is missing"),
        ((MAINTAINERS,), "the guide's maintainers, who are not clinicians"),
        ((CLINICIAN,), "Dr Jane Roe, clinician (rheumatologist, Leeds)"),
        ((Person("c", "Jane Roe", Role.CLINICIAN),), "Jane Roe, clinician"),
        ((Person("g", "the Roe clinic", Role.CLINICIAN, is_group=True),), "the Roe clinic, clinicians"),
        ((READER,), "Sam Poe, second reader, not a clinician"),
        (
            (Person("s", "Ann Stat", Role.STATISTICIAN, credentials="MD"),),
            "Ann Stat, statistician (MD), not as a clinician",
        ),
        (
            (MAINTAINERS, READER),
            "the guide's maintainers, who are not clinicians; Sam Poe, second reader, not a clinician",
        ),
    ],
)
def test_who_reviewed_stands_there_with_the_role(reviewers: tuple[Person, ...], phrase: str) -> None:
    assert who_phrase(reviewers, WORDS) == phrase


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
@pytest.mark.parametrize("is_group", [True, False])
def test_nobody_is_taken_for_a_clinician_who_is_none(role: Role, *, is_group: bool) -> None:
    person = Person("a", "Dr A", role, is_group=is_group, credentials="professor of medicine")
    phrase = who_phrase((person,), WORDS)
    assert phrase.endswith("not as a clinician") or "not clinicians" in phrase


@pytest.mark.parametrize(
    ("reviewers", "sentence"),
    [
        ((), "No review by a clinician or a patient group is recorded."),
        ((MAINTAINERS, READER), "No clinician and no patient group has reviewed this page."),
        ((PATIENTS, MAINTAINERS), "No clinician has reviewed this page."),
        ((CLINICIAN,), "No patient group has reviewed this page."),
        ((CLINICIAN, PATIENTS), ""),
    ],
)
def test_who_has_not_read_the_page_is_said(reviewers: tuple[Person, ...], sentence: str) -> None:
    assert missing_reviewers(summary(reviewers), WORDS) == sentence


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ((standing("2026-06 by c"),), "No patient group has reviewed this page."),
        ((standing("2026-06 by p", (PATIENTS,)),), "No clinician has reviewed this page."),
        ((standing("2026-06 by c, p", (CLINICIAN, PATIENTS)),), ""),
        ((standing("2026-06 by c"), standing("2026-05 by p", (PATIENTS,))), ""),
        (
            (standing("2026-06 by c (section harms)", section="Harms"),),
            "No clinician and no patient group has reviewed this page.",
        ),
        (
            (standing("2026-06 by c (references)"),),
            "No clinician and no patient group has reviewed this page.",
        ),
    ],
)
def test_who_read_a_part_is_still_missed_as_a_reader_of_the_page(
    others: tuple[StandingReview, ...], sentence: str
) -> None:
    assert missing_reviewers(replace(summary(), others=others), WORDS) == sentence


def test_where_the_last_reviewer_is_not_known_nobody_is_called_missing() -> None:
    section = standing("2026-06 by e (section harms)", (READER,), section="Harms")
    assert missing_reviewers(replace(summary(()), others=(section,)), WORDS) == (
        "No review by a clinician or a patient group is recorded."
    )


@pytest.mark.parametrize(
    ("line", "section", "state", "sentence"),
    [
        (
            "2026-06-02 by c",
            "",
            ContentState.UNCHANGED,
            "Also reviewed: 2 June 2026 by Dr Jane Roe, clinician (rheumatologist, Leeds). Unchanged since then.",
        ),
        (
            "2026-06 by c (content, references)",
            "",
            ContentState.EDITED,
            "Also reviewed: June 2026 by Dr Jane Roe, clinician (rheumatologist, Leeds). Edited since then.",
        ),
        (
            "2026-06 by c (references)",
            "",
            ContentState.UNKNOWN,
            "Only the references were read against their sources: June 2026 by Dr Jane Roe, clinician "
            "(rheumatologist, Leeds). Edits since then cannot be excluded.",
        ),
        (
            "2026-06 by c (section harms)",
            "Early harms",
            ContentState.EDITED,
            "Only the section “Early harms” was read by Dr Jane Roe, clinician (rheumatologist, Leeds): June 2026. "
            "Edited since then.",
        ),
    ],
)
def test_a_review_beside_the_last_is_told_with_what_it_read_and_its_own_state(
    line: str, section: str, state: ContentState, sentence: str
) -> None:
    assert told(standing_sentences(standing(line, section=section, state=state), WORDS)) == sentence


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ((), ""),
        ((Scope.CONTENT,), "This review covered the text, not its references."),
        ((Scope.REFERENCES, Scope.CONTENT), "This review covered the text and its references."),
    ],
)
def test_what_a_review_covered_is_told_where_it_was_recorded(scope: tuple[Scope, ...], sentence: str) -> None:
    record = PageRecord(last_reviewed_on=PartialDate(2026, 11), review_scope=scope)
    assert scope_sentence(summary(record=record), WORDS) == sentence
    assert scope_sentence(summary((), ReferenceCounts(), record), WORDS) == ""


def test_a_notice_of_a_change_says_that_the_page_is_behind() -> None:
    notice = Notice(PartialDate(2026, 11, 20), "The EMA has warned of {it}.")
    assert notice_title(WORDS) == "Something has changed"
    assert told(notice_sentences(notice, WORDS)) == (
        "This page has not been updated. 20 November 2026: The EMA has warned of {it}."
    )
    assert notice.on in notice_sentences(notice, WORDS)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ContentState.UNCHANGED, "The original is unchanged since this translation was reviewed."),
        (ContentState.EDITED, "The original is newer: it was edited after this translation was reviewed."),
        (ContentState.UNKNOWN, "Whether the original is newer than this translation is not recorded."),
    ],
)
def test_of_a_translation_the_original_is_told_with_its_own_review(
    state: ContentState, sentence: str
) -> None:
    assert told(original_sentences(Original(summary(), state), WORDS)) == (
        f"{sentence} The original: Last reviewed: November 2026 by the guide's maintainers, who are not clinicians "
        "— references verified for accuracy and currency. Next review due: November 2027. "
        "Edits of the original since that review cannot be excluded."
    )


def test_a_translation_has_its_own_review_and_the_references_of_its_original() -> None:
    own = replace(summary((READER,)), original=Original(summary(), ContentState.EDITED))
    assert told(review_sentences(own, WORDS)) == (
        "This translation was last reviewed: November 2026 by Sam Poe, second reader, not a clinician. "
        "Next review due: November 2027."
    )
    never = replace(own, record=PageRecord(), reviewers=(), due=None, date_state=DateState.NEVER)
    assert told(review_sentences(never, WORDS)) == (
        "This translation was not checked by a clinician or a second speaker."
    )


def test_where_nobody_reviewed_at_all_nobody_is_missed_by_name() -> None:
    assert missing_reviewers(summary((), state=DateState.NEVER, due=None), WORDS) == ""


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (DateState.CURRENT, "The review is current."),
        (DateState.DUE_SOON, "The next review is due soon."),
        (DateState.OVERDUE, "The next review is overdue: this page may no longer be right."),
        (DateState.NEVER, "Nobody has checked this page as a whole."),
    ],
)
def test_the_date_axis_is_told_in_words(state: DateState, sentence: str) -> None:
    assert date_state_sentence(state, WORDS) == sentence


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ContentState.UNCHANGED, "The text is unchanged since this review."),
        (ContentState.EDITED, "This page has been edited since its last review."),
        (ContentState.UNKNOWN, "Edits since the review cannot be excluded."),
    ],
)
def test_the_content_axis_is_told_in_words(state: ContentState, sentence: str) -> None:
    assert content_state_sentence(state, WORDS) == sentence


@pytest.mark.parametrize(
    ("source", "searched", "sentence"),
    [
        (None, None, ""),
        (PartialDate(2026, 1), None, "Written from an article last reviewed in January 2026."),
        (None, PartialDate(2026, 11, 22), "Sources searched up to 22 November 2026."),
        (
            PartialDate(2026, 1),
            PartialDate(2026, 11, 22),
            "Written from an article last reviewed in January 2026. Sources searched up to 22 November 2026.",
        ),
    ],
)
def test_where_the_page_comes_from_is_told_as_far_as_it_is_known(
    source: PartialDate | None, searched: PartialDate | None, sentence: str
) -> None:
    record = PageRecord(source_reviewed_on=source, evidence_searched_on=searched)
    assert told(origin_sentences(summary(record=record), WORDS)) == sentence


def test_a_hostile_name_stands_in_the_sentence_as_it_is(hostile: str) -> None:
    person = Person("a", hostile, Role.EDITOR)
    assert told(review_sentences(summary((person,)), WORDS)) == (
        f"Last reviewed: November 2026 by {hostile}, editor, not a clinician — references verified for accuracy "
        "and currency. Next review due: November 2027."
    )


def test_hostile_credentials_stand_in_the_sentence_as_they_are(hostile: str) -> None:
    person = Person("a", "A", Role.CLINICIAN, credentials=hostile)
    assert who_phrase((person,), WORDS) == f"A, clinician ({hostile})"


def test_a_hostile_section_or_notice_stands_in_the_sentence_as_it_is(hostile: str) -> None:
    section = standing_sentences(standing("2026-06 by c (section x)", section=hostile), WORDS)
    assert f"section “{hostile}” was read by" in told(section)
    notice = notice_sentences(Notice(PartialDate(2026, 11), hostile), WORDS)
    assert told(notice).endswith(f"November 2026: {hostile}")


@given(st.text(), st.text())
def test_a_value_is_never_read_as_a_template(name: str, other: str) -> None:
    assert "".join(map(str, fill("<{name}|{other}>", name=name, other=other))) == f"<{name}|{other}>"


TRANSLATION = replace(summary(), original=Original(summary(), ContentState.UNKNOWN))


class Bracketed(NullTranslations):
    """Puts brackets around each text that it is asked for, so that a text that was not asked for shows."""

    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"[{msgid1 if n == 1 else msgid2}]"


@pytest.mark.parametrize(
    "text",
    [
        *(date_state_sentence(state, Bracketed()) for state in DateState),
        *(content_state_sentence(state, Bracketed()) for state in ContentState),
        *(
            references_phrase(ReferenceCounts(*counts), Bracketed())
            for counts in [(1,), (2, 1), (3, 2, 1), (1, 1, 1)]
        ),
        *(who_phrase((person,), Bracketed()) for person in [MAINTAINERS, CLINICIAN, READER]),
        who_phrase((), Bracketed()),
        missing_reviewers(summary(), Bracketed()),
        told(review_sentences(summary(), Bracketed())),
        told(review_sentences(TRANSLATION, Bracketed())),
        told(review_sentences(replace(TRANSLATION, due=None), Bracketed())),
        *(told(original_sentences(Original(summary(), state), Bracketed())) for state in ContentState),
        *(
            told(standing_sentences(standing(f"2026-06 by c {what}", section=section), Bracketed()))
            for what, section in [("", ""), ("(references)", ""), ("(section x)", "X")]
        ),
        *(
            scope_sentence(summary(record=PageRecord(review_scope=scope)), Bracketed())
            for scope in [(Scope.CONTENT,), tuple(Scope)]
        ),
        notice_title(Bracketed()),
        told(notice_sentences(Notice(NEXT, "Words."), Bracketed())),
    ],
)
def test_every_sentence_is_asked_of_the_translator(text: str) -> None:
    assert text[0] == "["
    assert text[-1] == "]"
