"""The words of the notices. Pure: the translator is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.investigational.facts import Certainty, Facts
from sphinx_evidence.investigational.status import Status
from sphinx_evidence.review.wording import Run, fill

if TYPE_CHECKING:
    from gettext import NullTranslations

    from sphinx_evidence.investigational.status import TreatmentStatus

_TAKE_AN_ARTICLE = {"EU", "UK", "US", "USA", "United Kingdom", "United States"}


def status_word(status: Status, words: NullTranslations) -> str:
    """Return the word that stands on the notice."""
    return {
        Status.INVESTIGATIONAL: words.gettext("Investigational"),
        Status.SPECIALIST_USE: words.gettext("Specialist use"),
        Status.APPROVED: words.gettext("Approved product"),
        Status.WITHDRAWN: words.gettext("Withdrawn product"),
        Status.ESTABLISHED: words.gettext("Established"),
        Status.BACKGROUND: words.gettext("Background"),
    }[status]


def status_sentences(treatment: TreatmentStatus, words: NullTranslations) -> list[Run]:
    """Return the line for one kind of treatment."""
    status, product = treatment.status, treatment.product
    if product is not None:
        if status is Status.APPROVED:
            template = words.gettext("{product} was approved in {place}: {date}.")
        else:
            template = words.gettext("{product} was withdrawn in {place}: {date}.")
        return fill(template, product=product.name, place=either((product.place,), words), date=product.on)
    return [
        {
            Status.INVESTIGATIONAL: words.gettext(
                "Still being tested. Nobody yet knows whether the good it may do is greater than the harm."
            ),
            Status.SPECIALIST_USE: words.gettext(
                "Used in specialist centres for selected people, where guidelines accept it. It is a procedure, not a "
                "licensed product, and it carries serious risks."
            ),
            Status.ESTABLISHED: words.gettext("Part of established treatment."),
        }.get(status, "")
    ]


def closing_sentence(words: NullTranslations, subject: str = "") -> str:
    """Return what an investigational notice ends with.

    :param subject: what is investigational; nothing where the notice names kinds of treatment: the sentence then
        speaks of these alone, since another kind on the same page may have another status
    """
    if not subject:
        return words.gettext(
            "The treatments listed here remain investigational for this use and are not a replacement for "
            "established treatment."
        )
    template = words.gettext(
        "{subject} remains investigational for this use and is not a replacement for established treatment."
    )
    return "".join(str(run) for run in fill(template, subject=subject))


def facts_sentences(facts: Facts, words: NullTranslations) -> list[list[Run]]:
    """Return the parts of the facts line that come before the trials, each a list of runs."""
    parts: list[list[Run]] = []
    if facts.phase:
        parts.append(fill(words.gettext("Phase {phase}"), phase=facts.phase))
    if facts.certainty is Certainty.NOT_GRADED:
        parts.append([words.gettext("certainty of evidence: not graded")])
    elif facts.certainty is not None:
        word = certainty_word(facts.certainty, words)
        template = words.gettext("certainty of evidence: {word} (our judgement, in GRADE's words)")
        parts.append(fill(template, word=word))
    if facts.jurisdictions and facts.as_of is not None:
        template = words.gettext("not approved in {places} as of {date}")
        parts.append(fill(template, places=either(facts.jurisdictions, words), date=facts.as_of))
    elif facts.as_of is not None:
        parts.append(fill(words.gettext("as of {date}"), date=facts.as_of))
    return parts


def certainty_word(certainty: Certainty, words: NullTranslations) -> str:
    """Return GRADE's word for *certainty*."""
    return {
        Certainty.HIGH: words.gettext("high"),
        Certainty.MODERATE: words.gettext("moderate"),
        Certainty.LOW: words.gettext("low"),
        Certainty.VERY_LOW: words.gettext("very low"),
        Certainty.NOT_GRADED: words.gettext("not graded"),
    }[certainty]


def either(names: tuple[str, ...], words: NullTranslations) -> str:
    """Return *names* as one phrase: ``the US``, ``the US or EU``, ``Japan, the US or EU``."""
    told = list(names)
    for number, name in enumerate(names):
        # One article serves the acronyms that follow each other.
        if name in _TAKE_AN_ARTICLE and (number == 0 or names[number - 1] not in _TAKE_AN_ARTICLE):
            told[number] = words.gettext("the {place}").replace("{place}", name)
    if len(told) == 1:
        return told[0]
    runs = fill(words.gettext("{first} or {last}"), first=", ".join(told[:-1]), last=told[-1])
    return "".join(str(run) for run in runs)
