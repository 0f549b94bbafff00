from __future__ import annotations

from typing import Any

import pytest

from sphinx_evidence.frontmatter.block import Entry
from sphinx_evidence.frontmatter.edit import Block, Inline, Table
from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.record import Notice, Review, Scope
from sphinx_evidence.review.signing import Signature, caution, is_unchanged, refusal, review_before, stamp
from sphinx_evidence.review.standing import Section
from sphinx_evidence.review.summary import Now

A, B, C, OLD = ("v1-" + letter * 32 for letter in "abc0")
OLD = OLD.replace("v1", "v0")
LAST = PartialDate(2026, 6, 2)
TODAY = PartialDate(2026, 11, 22)
NOW = Now(A, {"harms": Section("Harms", B)}, C)
REVIEWED = PageRecord(last_reviewed_on=LAST, reviewed_by=("ada",), review_digest=A)
HARMS = Review(PartialDate(2026, 5), ("ada",), section="harms", digest=B)
BOTH = (Scope.CONTENT, Scope.REFERENCES)


def signed(**values: Any) -> Signature:
    return Signature(("ada",), TODAY)._replace(**values)


@pytest.mark.parametrize(
    ("record", "signature", "now", "unchanged"),
    [
        (REVIEWED, signed(), NOW, True),
        (REVIEWED, signed(by=("bob",)), NOW, True),
        (REVIEWED, signed(), Now(B), False),
        (PageRecord(), signed(), NOW, False),
        (PageRecord(last_reviewed_on=LAST, reviewed_by=("ada",)), signed(), NOW, False),
        (PageRecord(other_reviews=(HARMS,)), signed(section="harms"), NOW, True),
        (PageRecord(other_reviews=(HARMS,)), signed(), NOW, False),
        (REVIEWED, signed(section="harms"), NOW, False),
        (REVIEWED, signed(scope=(Scope.REFERENCES,)), NOW, False),
        (PageRecord(last_reviewed_on=LAST, reviewed_by=("ada",), review_digest=A, review_scope=BOTH),
         signed(scope=(Scope.REFERENCES,)), NOW, True),
        (PageRecord(translation_reviews=(("es", Review(LAST, ("ada",), digest=C, original=A)),)),
         signed(language="es"), NOW, True),
        (PageRecord(translation_reviews=(("es", Review(LAST, ("ada",), digest=C, original=B)),)),
         signed(language="es"), NOW, False),
        (PageRecord(translation_reviews=(("es", Review(LAST, ("ada",), digest=C, original=A)),)),
         signed(language="fr"), NOW, False),
    ],
)  # fmt: skip
def test_unchanged_is_what_was_read_before_as_it_was(
    record: PageRecord, signature: Signature, now: Now, *, unchanged: bool
) -> None:
    assert is_unchanged(record, signature, now) is unchanged
    told = refusal(record, signature, now)
    assert (told is not None and "nothing has changed" in told) is unchanged
    assert refusal(record, signature._replace(no_change_because="read again"), now) is None


@pytest.mark.parametrize(
    ("record", "signature", "now", "told"),
    [
        (PageRecord(exempt_reason="a list"), signed(), NOW, "never reviewed (a list)"),
        (REVIEWED, signed(on=PartialDate(2026, 6, 1)), Now(B), "reviewed on 2026-06-02 already"),
        (REVIEWED, signed(on=PartialDate(2026, 5)), Now(B), "cannot be dated before"),
        (REVIEWED, signed(section="harm"), NOW, "no section 'harm'; its sections are harms"),
        (REVIEWED, signed(section="harm"), Now(A), "its sections are none"),
        (REVIEWED, signed(language="es"), Now(A), "no translation into 'es'"),
    ],
)
def test_what_cannot_be_signed_says_why(
    record: PageRecord, signature: Signature, now: Now, told: str
) -> None:
    reason = refusal(record, signature._replace(no_change_because="x"), now)
    assert reason is not None
    assert told in reason


def test_a_month_may_hold_the_review_before() -> None:
    assert refusal(REVIEWED, signed(on=PartialDate(2026, 6)), Now(B)) is None


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (PageRecord(), None),
        (REVIEWED, None),
        (
            PageRecord(last_reviewed_on=LAST, reviewed_by=("ada",), review_digest=OLD),
            "of an older scheme than v1",
        ),
        (PageRecord(notice=Notice(LAST, "x")), "its notice of 2026-06-02 still stands"),
    ],
)
def test_what_the_signer_should_know_is_told(record: PageRecord, told: str | None) -> None:
    found = caution(record, signed())
    assert found is None if told is None else told in str(found)


def test_the_review_before_is_the_latest_of_the_same_part() -> None:
    earlier = Review(PartialDate(2026, 1), ("ada",), section="harms")
    record = PageRecord(last_reviewed_on=LAST, reviewed_by=("ada",), other_reviews=(earlier, HARMS))
    assert review_before(record, signed(section="harms")) == HARMS
    assert review_before(record, signed()) == Review(LAST, ("ada",))
    assert review_before(record, signed(section="other")) is None


def test_a_first_review_writes_who_when_and_what() -> None:
    assert stamp(PageRecord(), [], signed(by=("ada", "bob"), scope=BOTH), NOW) == {
        "last_reviewed_on": "2026-11-22",
        "reviewed_by": Inline(("ada", "bob")),
        "review_digest": A,
        "review_scope": "content, references",
        "no_change_because": None,
    }


@pytest.mark.parametrize(
    "value",
    [
        Items((Scalar("2026-01 by  bob", 3), Scalar("2025-01 by bob", 4)), 3),
        Scalar("2026-01 by  bob; 2025-01 by bob", 3),
    ],
)
def test_a_review_before_goes_on_top_of_the_others_which_stay_as_they_are_written(
    value: Items | Scalar,
) -> None:
    changes = stamp(REVIEWED, [Entry("other_reviews", 3, value)], signed(), Now(B))
    assert changes["other_reviews"] == Block((f"2026-06-02 by ada {A}", "2026-01 by  bob", "2025-01 by bob"))


def test_a_reason_is_kept_only_where_nothing_had_changed() -> None:
    why = signed(no_change_because="read again")
    assert stamp(REVIEWED, [], why, NOW)["no_change_because"] == "read again"
    assert stamp(REVIEWED, [], why, Now(B))["no_change_because"] is None


def test_the_review_of_a_part_is_no_review_of_the_page() -> None:
    assert stamp(REVIEWED, [], signed(section="harms"), NOW) == {
        "other_reviews": Block((f"2026-11-22 by ada (section harms) {B}",))
    }
    assert stamp(REVIEWED, [], signed(scope=(Scope.REFERENCES,)), NOW) == {
        "other_reviews": Block((f"2026-11-22 by ada (references) {A}",))
    }


@pytest.mark.parametrize(
    "value", [Pairs(((Scalar("fr", 3), Scalar("2026-01 by bob", 3)),), 3), Scalar("fr: 2026-01 by bob", 3)]
)
def test_the_review_of_a_translation_stands_under_its_language(value: Pairs | Scalar) -> None:
    changes = stamp(REVIEWED, [Entry("translation_reviews", 3, value)], signed(language="es"), NOW)
    line = f"2026-11-22 by ada (content) {C} of {A}"
    assert changes == {"translation_reviews": Table((("fr", "2026-01 by bob"), ("es", line)))}
