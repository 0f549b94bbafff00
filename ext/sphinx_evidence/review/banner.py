"""The review banner, in every writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.placement import BelowTitle, insert_below_title
from sphinx_evidence.render import run_nodes
from sphinx_evidence.review.states import DateState
from sphinx_evidence.review.wording import (
    Run,
    content_state_sentence,
    date_state_sentence,
    missing_reviewers,
    origin_sentences,
    original_sentences,
    review_sentences,
    scope_sentence,
    standing_sentences,
    translation_state_sentence,
)
from sphinx_evidence.words import babel_locale, language_classes, translator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.manpage import ManualPageTranslator

    from sphinx_evidence.review.summary import ReviewSummary


class review_banner(BelowTitle, nodes.container):
    """Holds the place of a page's banner (``docname``), and then the banner."""


class ResolveBanners(SphinxPostTransform):
    """Writes each page's banner as of the day of the build."""

    default_priority = 6  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Fill the document's banners; in joined outputs it holds many pages."""
        build = evidence_domain(self.env).build
        for banner in list(self.document.findall(review_banner)):
            summary = build.summaries.get(banner["docname"])
            if summary is None or summary.record.exempt_reason:
                banner.replace_self([])
            else:
                self.complete(banner, summary, build.settings.due_soon_days)

    def complete(self, banner: review_banner, summary: ReviewSummary, soon_days: int) -> None:
        """Write *summary* into *banner*."""
        words = translator()
        state = summary.date_state
        banner["state"] = state.value
        # Words that stand on every page would make every page a search result.
        banner["classes"] += ["no-search", *language_classes(self.config)]
        if summary.due is not None and self.config.evidence_reader_day:
            banner["due"] = summary.due.last.isoformat()
            banner["soon_days"] = soon_days
            for worse in (DateState.DUE_SOON, DateState.OVERDUE):
                banner[f"{worse.value}-text"] = date_state_sentence(worse, words)
        banner += self.paragraph(review_sentences(summary, words))
        banner += self.axes(summary, words)
        for standing in summary.others:
            banner += self.paragraph(standing_sentences(standing, words))
        missing, origin = missing_reviewers(summary, words), origin_sentences(summary, words)
        if missing or origin:
            banner += self.paragraph([missing, " " if missing and origin else "", *origin])
        if summary.original is not None:
            banner += self.paragraph(original_sentences(summary.original, words))

    def axes(self, summary: ReviewSummary, words: NullTranslations) -> nodes.paragraph:
        """Return the state of the date, that of the content, and what the review looked at."""
        state = summary.date_state
        of_translation = translation_state_sentence(summary, words)
        is_never = state is DateState.NEVER
        sentence = (of_translation if is_never else "") or date_state_sentence(state, words)
        paragraph = nodes.paragraph("", "", classes=["evidence-review-state"])
        paragraph += nodes.inline("", sentence, classes=["evidence-date-state"])
        if not is_never:
            content = of_translation or content_state_sentence(summary.content_state, words)
            paragraph += [nodes.Text(" "), nodes.inline("", content, classes=["evidence-content-state"])]
            if scope := scope_sentence(summary, words):
                paragraph += nodes.Text(f" {scope}")
        return paragraph

    def paragraph(self, runs: Iterable[Run]) -> nodes.paragraph:
        """Return *runs* as a paragraph, with dates in the language of the build."""
        return nodes.paragraph("", "", *run_nodes(runs, babel_locale(self.config)))


def visit_banner_html(self: HTML5Translator, banner: review_banner) -> None:
    """Open the banner; what the small script needs is in its data attributes, never in inline code."""
    if "state" not in banner:
        raise nodes.SkipNode  # still a place: somebody renders a doctree before its post-transforms
    attributes = {"data-state": banner["state"]}
    if "due" in banner:
        attributes["data-due"] = banner["due"]
        attributes["data-soon-days"] = str(banner["soon_days"])
        attributes["data-due-soon"] = banner["due-soon-text"]
        attributes["data-overdue"] = banner["overdue-text"]
    self.body.append(self.starttag(banner, "div", CLASS="evidence-review", role="note", **attributes))


def depart_banner_html(self: HTML5Translator, _banner: review_banner) -> None:
    """Close the banner."""
    self.body.append("</div>\n")


def visit_banner_latex(self: LaTeXTranslator, _banner: review_banner) -> None:
    """Open the banner, whose environment sphinxevidence.sty defines."""
    self.body.append("\n\\begin{sphinxevidencereview}\n")


def depart_banner_latex(self: LaTeXTranslator, _banner: review_banner) -> None:
    """Close the banner."""
    self.body.append("\n\\end{sphinxevidencereview}\n")


def visit_banner_man(self: ManualPageTranslator, _banner: review_banner) -> None:
    """Begin a paragraph: without it the first sentence runs into the NAME line, which whatis reads."""
    self.ensure_eol()
    self.body.append(".sp\n")


def depart_banner_man(self: ManualPageTranslator, _banner: review_banner) -> None:
    """End the banner."""
    self.ensure_eol()


def place_banner(app: Sphinx, doctree: nodes.document) -> None:
    """Keep a place for the banner below the page's title."""
    insert_below_title(doctree, review_banner(docname=app.env.docname))


def setup_banner(app: Sphinx) -> None:
    """Connect the banner."""
    app.add_node(
        review_banner,
        html=(visit_banner_html, depart_banner_html),
        latex=(visit_banner_latex, depart_banner_latex),
        man=(visit_banner_man, depart_banner_man),
    )
    app.connect("doctree-read", place_banner)
    app.add_post_transform(ResolveBanners)
