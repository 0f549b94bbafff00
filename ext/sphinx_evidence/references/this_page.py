"""A page of the site as a reference, so that others can cite it as it was when it was reviewed. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_evidence.references.days import printed_day
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.parts import Words

if TYPE_CHECKING:
    from gettext import NullTranslations

    from sphinx_evidence.review.dates import PartialDate

_REVISION_LENGTH = len("v1-") + 8  # 32 bits tell the revisions of one page apart
_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9]+")


def page_reference(
    docname: str,
    *,
    title: str,
    site: str,
    author: str,
    address: str,
    reviewed: PartialDate | None,
    digest: str | None,
    version: str,
    words: NullTranslations,
) -> Reference:
    """Return the page as a part of its site.

    :param address: of the page; empty where the site does not know its own
    :param reviewed: when the page was last reviewed
    :param digest: of the page's content, whose first eight digits name its revision
    """
    day = Day() if reviewed is None else Day(reviewed.year, reviewed.month, reviewed.day or 0)
    said = [
        words.gettext("last reviewed %(day)s") % {"day": printed_day(day)}
        if day.year
        else words.gettext("not reviewed"),
        words.gettext("version %(version)s") % {"version": version} if version else "",
        words.gettext("revision %(digest)s") % {"digest": digest[:_REVISION_LENGTH]} if digest else "",
    ]
    note = ", ".join(part for part in said if part)
    return Reference(
        key=_NOT_IN_A_KEY.sub("-", docname),
        kind=Kind.WEB_PAGE,
        title=(Words(title),),
        authors=(Name(author[:1].upper() + author[1:], is_organisation=True),) if author else (),
        publisher=site,
        date=day,
        url=address,
        note=(Words(note[:1].upper() + note[1:]),),
    )
