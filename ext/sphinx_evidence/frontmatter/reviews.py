"""Who reviewed a page, and its other reviews, as front matter gives them. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar, Value
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.record import HOW_TO_WRITE_REVIEW, Review
from sphinx_evidence.spelling import did_you_mean, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Za-z0-9]+)*")


def read_person(value: Value, key: str, people: Collection[str] | None) -> tuple[str | None, list[Problem]]:
    """Return the id that *value* gives, where somebody in the people file has it.

    :param key: the key that names somebody, for the message
    :param people: the ids in the people file; None where that file cannot be read, and then nobody is known
    """
    if not isinstance(value, Scalar) or not value.text.strip():
        message = f"{quoted(key)} should be a list of ids from the people file"
        return None, [Problem(ProblemCode.PERSON, message, value.line)]
    person = value.text.strip()
    if people is None or person in people:
        return (None if people is None else person), []
    message = f"nobody in the people file has the id {quoted(person)}.{did_you_mean(person, people)}"
    hint = "" if nearest(person, people) else " Add them there, or correct the id."
    return None, [Problem(ProblemCode.PERSON, message + hint, value.line)]


def read_reviewers(value: Value, people: Collection[str] | None) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the ids that ``reviewed_by`` gives, each once, and what is wrong with the others."""
    names = list(_parts(value, ","))
    problems: list[Problem] = []
    if not names:
        message = "'reviewed_by' is empty; give ids from the people file, or remove the key"
        problems.append(Problem(ProblemCode.PERSON, message, value.line))
    found: dict[str, None] = {}
    for name in names:
        person, wrong = read_person(name, "reviewed_by", people)
        problems += wrong
        if person is not None:
            found[person] = None
    return tuple(found), problems


def read_other_reviews(
    value: Value, today: date, people: Collection[str] | None
) -> tuple[tuple[Review, ...], list[Problem]]:
    """Return the reviews that ``other_reviews`` lists, and what is wrong with the rest."""
    found: list[Review] = []
    problems: list[Problem] = []
    parts = list(_parts(value, ";"))
    if not parts:
        problems.append(_empty("other_reviews", value.line))
    for part in parts:
        review, wrong = _read_review(part, "other_reviews", today, people)
        if review is not None and review.original is not None:
            message = (
                "other_reviews: 'of' and a second digest are for a translation's review; remove them, or give the "
                "review under translation_reviews"
            )
            wrong.append(Problem(ProblemCode.REVIEW, message, part.line))
            review = replace(review, original=None)
        problems += wrong
        if review is not None:
            found.append(review)
    return tuple(found), problems


def read_translation_reviews(
    value: Value, today: date, people: Collection[str] | None
) -> tuple[tuple[tuple[str, Review], ...], list[Problem]]:
    """Return the review of each translation that ``translation_reviews`` gives, and what is wrong with the rest."""
    found: dict[str, Review] = {}
    problems: list[Problem] = []
    by_language = list(_by_language(value))
    if not by_language:
        problems.append(_empty("translation_reviews", value.line))
    for given, part in by_language:
        language = given.text.strip().replace("-", "_")
        if message := _wrong_language(language, found):
            problems.append(Problem(ProblemCode.REVIEW, f"translation_reviews: {message}", given.line))
            continue
        review, wrong = _read_review(part, "translation_reviews", today, people)
        problems += wrong
        if review is not None and not review.is_of_the_page:
            message = (
                f"translation_reviews: this review of {quoted(language)} is not of the whole page; who did not read "
                "all of a translation did not review it: remove it, or give it when all has been read"
            )
            problems.append(Problem(ProblemCode.REVIEW, message, part.line))
        elif review is not None:
            found[language] = review
    return tuple(found.items()), problems


def _wrong_language(language: str, found: Collection[str]) -> str:
    """Return what is wrong with the language of a translation; nothing where it can be used."""
    if LANGUAGE.fullmatch(language) is None:
        return (
            f"{quoted(language)} is no language; write it as conf.py does, before its review: "
            "'es: 2026-06-02 by …'"
        )
    return f"there are two reviews of {quoted(language)}; keep the later one" if language in found else ""


def _empty(key: str, line: int) -> Problem:
    message = f"{quoted(key)} is empty; {HOW_TO_WRITE_REVIEW}, or remove the key"
    return Problem(ProblemCode.REVIEW, message, line)


def _read_review(
    value: Value, key: str, today: date, people: Collection[str] | None
) -> tuple[Review | None, list[Problem]]:
    if not isinstance(value, Scalar) or not value.text.strip():
        message = f"{key}: this is not a review; {HOW_TO_WRITE_REVIEW}"
        return None, [Problem(ProblemCode.REVIEW, message, value.line)]
    try:
        review = Review.parse(value.text)
    except ValueError as error:
        return None, [Problem(ProblemCode.REVIEW, f"{key}: {error}", value.line)]
    if review.on.is_future(today):
        message = (
            f"{key}: {quoted(review.on.iso)} lies in the future (today is {today.isoformat()}); "
            "give the day on which it happened"
        )
        return None, [Problem(ProblemCode.DATE, message, value.line)]
    problems: list[Problem] = []
    known: list[str] = []
    for name in review.by:
        person, wrong = read_person(Scalar(name, value.line), key, people)
        problems += wrong
        known += [person] if person is not None else []
    # Without anybody who is known to have made it, a review is none.
    return (replace(review, by=tuple(known)) if known else None), problems


def _parts(value: Value, separator: str) -> Iterator[Value]:
    """Yield the items of a list, or of one line, as reStructuredText's flat fields give a list."""
    if isinstance(value, Items):
        yield from value.values
    elif isinstance(value, Scalar):
        for text in value.text.split(separator):
            if text.strip() or separator == ",":
                yield Scalar(text, value.line)
    else:
        yield value


def _by_language(value: Value) -> Iterator[tuple[Scalar, Value]]:
    """Yield each language with what stands under it."""
    if isinstance(value, Pairs):
        yield from value.values
    else:
        for part in _parts(value, ";"):
            text = part.text if isinstance(part, Scalar) else ""
            language, _colon, line = text.partition(":")
            yield Scalar(language, part.line), Scalar(line, part.line)
