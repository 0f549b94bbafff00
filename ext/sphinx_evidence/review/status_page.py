"""``{review-status}``: how many pages are in which state, when each review is due, and every page's state.

Also what its sister ``{review-people}`` needs: the place in the page, and when that page must be written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import clean_astext

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.render import run_nodes
from sphinx_evidence.review.chart import (
    latex_chart,
    months_chart,
    months_table,
    states_chart,
    states_table,
    svg_chart,
)
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.page_links import PageLinks, author_text
from sphinx_evidence.review.tally import (
    PageReview,
    content_words,
    due_months,
    most_urgent_first,
    state_word,
    summary_runs,
    tally,
)
from sphinx_evidence.review.wording import fill, who_phrase
from sphinx_evidence.words import babel_locale, language_classes, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from gettext import NullTranslations

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.manpage import ManualPageTranslator

    from sphinx_evidence.review.chart import Chart, Table
    from sphinx_evidence.review.wording import Run

_WIDTHS = (24, 30, 14, 20)  # of the table of all pages


class review_place(nodes.container):
    """Holds the place of what is made of all pages' reviews: of which page (``docname``), and what it ``shows``."""


class review_chart(nodes.container):
    """A ``chart``, with an ``identifier`` of its own; a writer that cannot draw it leaves it out."""


class review_table(nodes.table):
    """A table that Sphinx does not number: numbers are given when a page is read, and this is made later."""


class PlaceStatus(SphinxDirective):
    """The state of all pages."""

    shows: ClassVar[str] = "status"

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [review_place(docname=self.env.docname, shows=self.shows)]


def page_reviews(env: BuildEnvironment) -> list[PageReview]:
    """Return every page's review as of today, by the pages' names."""
    summaries = evidence_domain(env).build.summaries
    return [PageReview(name, clean_astext(env.titles[name]), summaries[name]) for name in sorted(summaries)]


def status_shown(env: BuildEnvironment, docname: str) -> str:
    """Return everything that the directives on the page depend on; nothing where it has none."""
    domain = evidence_domain(env)
    shows = domain.data["review_places"].get(docname, [])
    if not shows:
        return ""
    today = domain.build.settings.today if PlaceStatus.shows in shows else None
    return repr((shows, today, domain.build.people, page_reviews(env)))


class ResolveStatus(SphinxPostTransform):
    """Writes the state of all pages as of the day of the build."""

    default_priority = 6  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Fill the document's places."""
        places = [
            place for place in self.document.findall(review_place) if place["shows"] == PlaceStatus.shows
        ]
        # Two places on one page, or in one joined output, share no id.
        for number, place in enumerate(places, 1):
            # Titles of all pages would make this one a result of every search.
            place["classes"] += ["evidence-review-status", "no-search", *language_classes(self.config)]
            place.extend(_StatusPage(self, place, f"evidence-review-status-{number}").content())


class _StatusPage:
    """One place's content; *identifier* begins the ids in it."""

    def __init__(self, transform: SphinxPostTransform, place: review_place, identifier: str) -> None:
        self.config = transform.config
        self.links = PageLinks(transform, place)
        self.identifier = identifier
        self.words: NullTranslations = translator()
        self.pages = page_reviews(transform.env)
        build = evidence_domain(transform.env).build
        self.builder = build.builder
        today = build.settings.today
        self.today = PartialDate(today.year, today.month, today.day)

    def content(self) -> list[nodes.Node]:
        counts = tally(self.pages)
        content: list[nodes.Node] = [
            nodes.paragraph("", "", *self.inline(*summary_runs(counts, self.today, self.words)))
        ]
        if counts.pages():
            content.append(self.chart("states", states_chart(counts, self.words)))
            content += self.numbers(states_table(counts, self.words), 16, 7, 11, 9, 9)
        months = due_months(self.pages)
        if months.rows:
            content.append(self.chart("months", months_chart(months, babel_locale(self.config), self.words)))
            content += self.numbers(months_table(months, self.words), 20, 7)
        reviewed = [page for page in most_urgent_first(self.pages) if not page.summary.record.exempt_reason]
        if reviewed:
            columns = "".join(r"\X{%d}{%d}" % (width, sum(_WIDTHS)) for width in _WIDTHS)
            content += [addnodes.tabular_col_spec(spec=columns), *self.pages_table(reviewed)]
        return content + self.exempt()

    def inline(self, *runs: Run) -> list[nodes.Node]:
        return list(run_nodes(runs, babel_locale(self.config)))

    def chart(self, name: str, chart: Chart) -> review_chart:
        return review_chart(chart=chart, identifier=f"{self.identifier}-{name}-chart")

    def numbers(self, table: Table, *widths: int) -> list[nodes.Element]:
        rows = [[self.inline(cell) for cell in row] for row in table.rows]
        return self.table(table.caption, table.head, rows, *widths)

    def exempt(self) -> list[nodes.Node]:
        """Return the pages that are never reviewed, each with the reason that it gives."""
        items = [
            nodes.list_item("", nodes.paragraph("", "", self.links.to(page), nodes.Text(": "), reason))
            for page in self.pages
            if (told := page.summary.record.exempt_reason)
            for reason in [author_text(told, self.config)]
        ]
        said = self.words.gettext("Not reviewed, each with a reason:")
        return [nodes.paragraph("", said), nodes.bullet_list("", *items)] if items else []

    def pages_table(self, pages: Iterable[PageReview]) -> list[nodes.Element]:
        gettext = self.words.gettext
        head = (gettext("Page"), gettext("Last reviewed"), gettext("Due"), gettext("State"))
        rows = (self.page_row(page) for page in pages)
        table = self.table(gettext("Every page and the state of its review"), head, rows, *_WIDTHS)
        table[-1]["classes"] += ["evidence-pages", "longtable"]  # LaTeX may break a long one
        return table

    def page_row(self, page: PageReview) -> list[list[nodes.Node]]:
        summary, record = page.summary, page.summary.record
        row: list[list[nodes.Node]] = [[self.links.to(page)]]
        state = state_word(summary.date_state, self.words)
        if record.last_reviewed_on is None or summary.due is None:
            return [*row, self.inline("–"), self.inline("–"), self.inline(state)]
        who = who_phrase(summary.reviewers, self.words)
        reviewed = fill(self.words.gettext("{date} by {who}"), date=record.last_reviewed_on, who=who)
        text = content_words(summary.content_state, self.words)
        told = fill(self.words.gettext("{review}; {text}"), review=state, text=text)
        return [*row, self.inline(*reviewed), self.inline(summary.due), self.inline(*told)]

    def table(
        self, caption: str, head: Sequence[str], rows: Iterable[list[list[nodes.Node]]], *widths: int
    ) -> list[nodes.Element]:
        """Return a table whose first column heads its rows.

        :param widths: of the columns in letters, for writers of plain text
        """
        group = nodes.tgroup("", cols=len(head))
        first, *others = widths
        group += nodes.colspec(colwidth=first, stub=1)
        group.extend(nodes.colspec(colwidth=width) for width in others)
        group += nodes.thead("", _row([self.inline(cell) for cell in head]))
        group += nodes.tbody("", *(_row(row) for row in rows))
        if self.builder.format in {"man", "texinfo"}:
            # There a caption would be a heading, or a part of the paragraph above.
            return [nodes.paragraph("", caption), review_table("", group)]
        return [review_table("", nodes.title("", caption), group)]


def _row(cells: Iterable[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def visit_place_html(self: HTML5Translator, place: review_place) -> None:
    """Open a plain part of the page: docutils' own class for it is a theme's word for another thing."""
    self.body.append(self.starttag(place, "div"))


def depart_place_html(self: HTML5Translator, _place: review_place) -> None:
    """Close it."""
    self.body.append("</div>\n")


def visit_place_man(self: ManualPageTranslator, _place: review_place) -> None:
    """Begin a paragraph: without it the first sentence runs into what stands above."""
    self.ensure_eol()
    self.body.append(".sp\n")


def visit_chart_html(self: HTML5Translator, node: review_chart) -> None:
    """Draw the chart; an EPUB must list each of its pages that holds a drawing, and Sphinx cannot."""
    if self.builder.name != "epub":
        self.body.append(svg_chart(node["chart"], node["identifier"]))
    raise nodes.SkipNode


def visit_chart_latex(self: LaTeXTranslator, node: review_chart) -> None:
    """Draw the chart with the rules of sphinxevidence.sty."""
    self.body.append("\n" + latex_chart(node["chart"], self.encode))
    raise nodes.SkipNode


def note_places(app: Sphinx, doctree: nodes.document) -> None:
    """Note what the page shows of all pages."""
    if shows := sorted({place["shows"] for place in doctree.findall(review_place)}):
        evidence_domain(app.env).data["review_places"][app.env.docname] = shows


def setup_status_page(app: Sphinx) -> None:
    """Connect the directive, and the places of both."""
    app.add_node(review_place, html=(visit_place_html, depart_place_html), man=(visit_place_man, None))
    app.add_node(review_table)
    app.add_node(review_chart, html=(visit_chart_html, None), latex=(visit_chart_latex, None))
    app.add_directive("review-status", PlaceStatus)
    app.connect("doctree-read", note_places)
    app.add_post_transform(ResolveStatus)
