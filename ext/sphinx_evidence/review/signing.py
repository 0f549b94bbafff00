"""What signing a review means: when it is refused, and what it writes into front matter. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.frontmatter.edit import Block, Inline, NewValue, Table
from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar
from sphinx_evidence.review.digest import SCHEME, scheme_number
from sphinx_evidence.review.record import Review, Scope
from sphinx_evidence.spelling import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_evidence.frontmatter.block import Entry
    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.dates import PartialDate
    from sphinx_evidence.review.summary import Now


class Signature(NamedTuple):
    """What somebody signs.

    :ivar by: ids of people in the people file
    :ivar section: the id of the one section that was read; nothing for the page
    :ivar language: the language of the translation that was read; nothing for the original
    :ivar no_change_because: why they read again what had not changed
    """

    by: tuple[str, ...]
    on: PartialDate
    scope: tuple[Scope, ...] = (Scope.CONTENT,)
    section: str = ""
    language: str = ""
    no_change_because: str = ""


def last_review(record: PageRecord) -> Review | None:
    """Return the last review of the page, where somebody who is known made it."""
    if record.last_reviewed_on is None or not record.reviewed_by:
        return None
    return Review(
        on=record.last_reviewed_on,
        by=record.reviewed_by,
        scope=record.review_scope,
        digest=record.review_digest,
        no_change_because=record.no_change_because,
    )


def review_before(record: PageRecord, signature: Signature) -> Review | None:
    """Return the latest review of what *signature* is for: the page, the section, the references or the translation."""
    if signature.language:
        return dict(record.translation_reviews).get(signature.language)
    last = last_review(record)
    reviews = [*record.other_reviews, *([last] if last else [])]
    if signature.section:
        alike = [review for review in reviews if review.section == signature.section]
    elif Scope.CONTENT in signature.scope:
        alike = [last] if last else []
    else:
        alike = [review for review in reviews if Scope.REFERENCES in review.scope]
    return max(alike, key=lambda review: review.on.last, default=None)


def reviewed_before_on(record: PageRecord, signature: Signature) -> PartialDate | None:
    """Return the day of the review before, also where nobody is known to have made it."""
    before = review_before(record, signature)
    is_of_the_page = not (signature.language or signature.section) and Scope.CONTENT in signature.scope
    if before is None and is_of_the_page:
        return record.last_reviewed_on
    return None if before is None else before.on


def read_digest(signature: Signature, now: Now) -> str | None:
    """Return the digest of what *signature* says was read; None where the page has no such part."""
    if signature.language:
        return now.translated
    if signature.section:
        section = now.sections.get(signature.section)
        return section.digest if section else None
    return now.digest


def is_unchanged(record: PageRecord, signature: Signature, now: Now) -> bool:
    """Tell whether what was read is as it was at the review before."""
    before = review_before(record, signature)
    if before is None or before.digest is None or before.digest != read_digest(signature, now):
        return False
    return not signature.language or before.original == now.digest


def refusal(record: PageRecord, signature: Signature, now: Now) -> str | None:
    """Return why the page cannot be signed, and what to do; None where it can."""
    if record.exempt_reason:
        return f"it is never reviewed ({record.exempt_reason}); take its 'review: none' out first"
    if read_digest(signature, now) is None:
        if signature.language:
            return (
                f"it has no translation into {quoted(signature.language)}, or none of its words is translated"
            )
        return f"it has no section {quoted(signature.section)}; its sections are {listed(now.sections)}"
    before = reviewed_before_on(record, signature)
    if before is not None and signature.on.last < before.first:
        return f"it was reviewed on {before.iso} already; a review cannot be dated before the one it follows"
    if is_unchanged(record, signature, now) and not signature.no_change_because:
        return (
            "nothing has changed since its last review; where it was read again, say why nothing had to change, with "
            "--no-change-because 'REASON'"
        )
    return None


def caution(record: PageRecord, signature: Signature) -> str | None:
    """Return what the person who signs should know before they do."""
    before = review_before(record, signature)
    if before is not None and before.digest and scheme_number(before.digest) != scheme_number(SCHEME):
        return (
            f"its last digest is of an older scheme than {SCHEME}: whether it changed since then is not known"
        )
    if record.notice is not None:
        return f"its notice of {record.notice.on.iso} still stands; take it out where the page now says what changed"
    return None


def stamp(
    record: PageRecord, entries: Sequence[Entry], signature: Signature, now: Now
) -> dict[str, NewValue]:
    """Return the front matter keys that record *signature*, in the order in which they stand."""
    because = signature.no_change_because if is_unchanged(record, signature, now) else ""
    review = Review(
        on=signature.on,
        by=signature.by,
        scope=() if signature.section else signature.scope,
        section=signature.section,
        digest=read_digest(signature, now),
        original=now.digest if signature.language else None,
        no_change_because=because,
    )
    given = {entry.key: entry.value for entry in entries}
    if signature.language:
        return {
            "translation_reviews": _with_translation(
                given.get("translation_reviews"), signature.language, review
            )
        }
    others = _lines(given.get("other_reviews"))
    if signature.section or Scope.CONTENT not in signature.scope:
        return {"other_reviews": Block((review.line, *others))}
    last = last_review(record)
    changes: dict[str, NewValue] = {
        "last_reviewed_on": signature.on.iso,
        "reviewed_by": Inline(signature.by),
        "review_digest": review.digest,
        "review_scope": ", ".join(signature.scope),
        "no_change_because": because or None,
    }
    if last is not None:
        changes["other_reviews"] = Block((last.line, *others))
    return changes


def _lines(value: object) -> tuple[str, ...]:
    """Return the reviews that are listed, as they are written."""
    if isinstance(value, Items):
        return tuple(item.text for item in value.values if isinstance(item, Scalar))
    if isinstance(value, Scalar):
        return tuple(part.strip() for part in value.text.split(";") if part.strip())
    return ()


def _with_translation(value: object, language: str, review: Review) -> Table:
    """Return the reviews of the translations, with that of *language* new."""
    if isinstance(value, Pairs):
        pairs = {key.text: line.text for key, line in value.values if isinstance(line, Scalar)}
    else:
        told = (part.partition(":") for part in _lines(value))
        pairs = {name.strip(): line.strip() for name, _colon, line in told}
    return Table(tuple((pairs | {language: review.line}).items()))
