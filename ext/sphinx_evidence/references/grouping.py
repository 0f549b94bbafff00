"""In what groups the list of all references is printed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.references.model import Kind
from sphinx_evidence.references.names import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from gettext import NullTranslations

    from sphinx_evidence.references.model import Reference


def default_groups(words: NullTranslations) -> dict[str, tuple[str, ...]]:
    """Return the groups of a project that names none: the kinds of source."""
    return {
        words.gettext("Journal articles and preprints"): (Kind.ARTICLE, Kind.PREPRINT),
        words.gettext("Books, reports and guidelines"): (
            Kind.BOOK,
            Kind.CHAPTER,
            Kind.REPORT,
            Kind.GUIDELINE,
            Kind.THESIS,
        ),
        words.gettext("Trial registrations"): (Kind.REGISTRY_RECORD,),
        words.gettext("Law, product labels and announcements"): (
            Kind.COURT_OPINION,
            Kind.STATUTE,
            Kind.LABEL,
            Kind.PRESS_RELEASE,
        ),
    }


def grouped(
    references: Iterable[Reference], groups: Mapping[str, Sequence[str]], words: NullTranslations
) -> list[tuple[str, list[Reference]]]:
    """Return the groups that have a reference, each in alphabetical order.

    :param groups: for each heading the keywords, or kinds of source, that belong under it; a reference stands under
        the first that fits, and under "Other sources" where none does
    """
    found: dict[str, list[Reference]] = {title: [] for title in groups}
    rest = words.gettext("Other sources")
    for reference in sorted(references, key=sort_key):
        named = {reference.kind.value, *reference.keywords}
        title = next((title for title, wanted in groups.items() if not named.isdisjoint(wanted)), rest)
        found.setdefault(title, []).append(reference)
    return [(title, listed) for title, listed in found.items() if listed]
