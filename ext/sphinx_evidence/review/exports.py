"""``reviews.ics`` and ``reviews.atom``, written into a site beside its pages."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.files import write_whole
from sphinx_evidence.git import CannotTellError, last_commit
from sphinx_evidence.review.calendar import DueReview, reviews_calendar
from sphinx_evidence.review.feed import FEED_NAME, atom_feed
from sphinx_evidence.review.history import PageHistory, entries
from sphinx_evidence.review.states import ContentState
from sphinx_evidence.review.wording import plain_text, review_sentences
from sphinx_evidence.words import babel_locale, translator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_evidence.review.summary import ReviewSummary

CALENDAR_NAME = "reviews.ics"


def write_exports(app: Sphinx, exception: Exception | None) -> None:
    """Write the calendar and the feed; other outputs have no use for them."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    build = evidence_domain(app.env).build
    words, locale = translator(), babel_locale(app.config)
    site = str(app.config.html_baseurl)
    project, today = str(app.config.project), build.settings.today
    due = [
        DueReview(
            docname=docname,
            title=app.env.titles[docname].astext(),
            url=_address(app, site, docname) if site else "",
            due=summary.due,
            reviewed=plain_text(review_sentences(summary, words), locale),
            owner=summary.owner.name if summary.owner else "",
        )
        for docname, summary in build.summaries.items()
        if summary.due is not None and not summary.record.exempt_reason
    ]
    write_whole(Path(app.outdir) / CALENDAR_NAME, reviews_calendar(due, project, today, words))
    happened = [
        entry for page in _histories(app, site) for entry in entries(page, build.people or {}, locale, words)
    ]
    feed = atom_feed(happened, project=project, site_url=site, language=locale, today=today, words=words)
    write_whole(Path(app.outdir) / FEED_NAME, feed)


def _histories(app: Sphinx, site: str) -> Iterator[PageHistory]:
    """Yield every page with what can be said of it."""
    domain = evidence_domain(app.env)
    for docname, summary in domain.build.summaries.items():
        yield PageHistory(
            docname=docname,
            title=app.env.titles[docname].astext(),
            url=_address(app, site, docname),
            digest=domain.data["digests"].get(docname),
            summary=summary,
            changed_on=_changed_on(app, docname, summary),
        )


def _address(app: Sphinx, site: str, docname: str) -> str:
    """Return where a page is: absolute where the site's address is known, else relative to the feed."""
    uri = app.builder.get_target_uri(docname)
    if uri.startswith(
        "#"
    ):  # singlehtml: in one file with all the others, in which the start page has no anchor
        anchor = "" if docname == app.config.root_doc else uri
        uri = f"{app.config.root_doc}{getattr(app.builder, 'out_suffix', '')}{anchor}"
    if site:
        return f"{site.rstrip('/')}/{uri}"
    return uri or "./"  # an empty address is that of the feed itself


def _changed_on(app: Sphinx, docname: str, summary: ReviewSummary) -> date:
    """Return the day of an edited page's last change: where git cannot tell, that of the build, which saw it."""
    env = app.env
    today = evidence_domain(env).build.settings.today
    if summary.content_state is not ContentState.EDITED or summary.record.exempt_reason:
        return today
    # sphinxcontrib-bibtex notes .bib files too, and an edit of one is none of the page.
    included = [name for name in env.dependencies.get(docname, ()) if not str(name).endswith(".bib")]
    try:
        return max(last_commit(Path(env.srcdir) / name).on for name in (env.doc2path(docname), *included))
    except CannotTellError:
        return today


def link_feed(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let a page's head say where the feed is, for feed readers."""
    if doctree is not None and app.builder.name != "epub":
        href = context["pathto"](FEED_NAME, resource=True)
        title = escape(str(app.config.project))
        link = f'<link rel="alternate" type="application/atom+xml" href="{escape(href)}" title="{title}">'
        context["metatags"] = f"{context.get('metatags', '')}{link}\n"


def setup_exports(app: Sphinx) -> None:
    """Connect the calendar and the feed."""
    app.connect("build-finished", write_exports)
    app.connect("html-page-context", link_feed)
