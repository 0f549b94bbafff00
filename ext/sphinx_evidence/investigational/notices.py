"""The notices of a page, and the generated words of each: made when the page is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.investigational.facts import read_facts
from sphinx_evidence.investigational.nodes import (
    evidence_notice,
    investigational_mark,
    page_status,
)
from sphinx_evidence.investigational.status import Status, TreatmentStatus
from sphinx_evidence.investigational.wording import (
    closing_sentence,
    facts_sentences,
    status_sentences,
    status_word,
)
from sphinx_evidence.placement import insert_below_title
from sphinx_evidence.render import run_nodes
from sphinx_evidence.words import babel_locale, language_classes, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.investigational.facts import Facts
    from sphinx_evidence.review.wording import Run


class ResolveNotices(SphinxPostTransform):
    """Puts the generated words into every notice, and a page's own notices in their place."""

    default_priority = 6  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Fill the document's notices; in joined outputs it holds many pages."""
        build = evidence_domain(self.env).build
        for place in list(self.document.findall(page_status)):
            summary = build.summaries.get(place["docname"])
            place.replace_self(list(self.page_notices(summary.record)) if summary else [])
        for notice in self.document.findall(evidence_notice):
            if "options" in notice:
                facts, _problems = read_facts(notice["options"], build.settings.today)
                self.complete(notice, facts)
        label = translator().gettext("investigational")
        for mark in self.document.findall(investigational_mark):
            mark += [nodes.Text(" "), nodes.inline("", f"({label})", classes=["evidence-mark"])]

    def page_notices(self, record: PageRecord) -> Iterator[evidence_notice]:
        """Yield one notice for each status word of the page, with a line for each kind of treatment."""
        subject = str(self.config.evidence_subject)
        by_status: dict[Status, list[TreatmentStatus]] = {}
        for treatment in record.statuses:
            by_status.setdefault(treatment.status, []).append(treatment)
        by_status.pop(Status.BACKGROUND, None)
        words = translator()
        for status, treatments in by_status.items():
            notice = evidence_notice(
                status=status.value, classes=["no-search", *language_classes(self.config)]
            )
            notice += self.title(status)
            lines = [
                [
                    *(
                        [nodes.strong("", f"{treatment.treatment}:"), nodes.Text(" ")]
                        if treatment.treatment
                        else []
                    ),
                    *self.words(status_sentences(treatment, words)),
                ]
                for treatment in treatments
            ]
            if len(lines) == 1:
                notice += nodes.paragraph("", "", *lines[0])
            else:
                items = [nodes.list_item("", nodes.paragraph("", "", *line)) for line in lines]
                notice += nodes.bullet_list("", *items, bullet="-")
            if status is Status.INVESTIGATIONAL:
                names_kinds = any(treatment.treatment for treatment in treatments)
                notice += nodes.paragraph("", closing_sentence(words, "" if names_kinds else subject))
            yield notice

    def complete(self, notice: evidence_notice, facts: Facts) -> None:
        """Put the status word, the facts line and, where the author wrote none, the default text into *notice*."""
        first = notice.children[0] if notice.children else None
        status = Status(notice["status"])
        if isinstance(first, nodes.paragraph) and "evidence-title" in first["classes"]:
            word = nodes.strong("", f"{status_word(status, translator())}:", classes=["evidence-word"])
            first.insert(0, [word, nodes.Text(" ")])
        else:
            notice.insert(0, self.title(status))
        words = translator()
        if len(notice.children) == 1:
            notice += nodes.paragraph("", closing_sentence(words, str(self.config.evidence_subject)))
        parts = [self.words(part) for part in facts_sentences(facts, words)]
        parts += [
            [nodes.reference("", trial.number, refuri=trial.url, internal=False)] for trial in facts.trials
        ]
        if parts:
            line = nodes.paragraph("", "", classes=["evidence-facts", *language_classes(self.config)])
            for number, part in enumerate(parts):
                line += [nodes.Text(" · ")] if number else []
                line += part
            notice += line

    def title(self, status: Status) -> nodes.paragraph:
        """Return the notice's first line: the status word."""
        word = nodes.strong("", status_word(status, translator()), classes=["evidence-word"])
        return nodes.paragraph("", "", word, classes=["evidence-title"])

    def words(self, runs: Iterable[Run]) -> list[nodes.Node]:
        """Return *runs* as nodes, with dates in the language of the build."""
        return list(run_nodes(runs, babel_locale(self.config)))


class IndentNoticesInText(SphinxPostTransform):
    """Makes each notice an indented block: Sphinx's text writer runs the paragraphs of an admonition together."""

    default_priority = 8  # after the words are in (6)
    formats = ("text",)

    def run(self, **_kwargs: object) -> None:
        """Replace the document's notices."""
        for notice in list(self.document.findall(evidence_notice)):
            notice.replace_self(nodes.block_quote("", *notice.children))


def place_notices(app: Sphinx, doctree: nodes.document) -> None:
    """Keep a place for the page's notices below its title."""
    insert_below_title(doctree, page_status(docname=app.env.docname))


def setup_notices(app: Sphinx) -> None:
    """Connect the page-level notices and the generated words."""
    app.connect("doctree-read", place_notices, priority=600)  # below the banner, which is put there at 500
    app.add_post_transform(ResolveNotices)
    app.add_post_transform(IndentNoticesInText)
