"""The list of all references of the site, grouped, each with the pages that cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

from sphinx_evidence.citations.anchors import joined_prefix, reference_anchor
from sphinx_evidence.citations.bibtex import known_keys, reference_of
from sphinx_evidence.citations.lists import list_words, reference_item
from sphinx_evidence.citations.nodes import source_list
from sphinx_evidence.citations.running_text import NO_LINKS
from sphinx_evidence.citations.uses import page_numbers
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.references.grouping import default_groups, grouped
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.citations.running_text import PageCitations


def site_list(
    env: BuildEnvironment, docname: str, page: PageCitations, *, with_uncited: bool
) -> list[nodes.Node]:
    """Return the site's references.

    :param docname: the page that the list stands on
    :param page: that page's own citations, whose list has the anchors where it has any
    :param with_uncited: whether entries that no page cites are listed too
    """
    builder = evidence_domain(env).build.builder
    pages = citing_pages(env)
    keys = known_keys(env) if with_uncited else pages.keys()
    words = translator()
    if not keys:
        return [nodes.paragraph("", words.gettext("No page cites any references."))]
    groups = evidence_domain(env).build.settings.reference_groups or default_groups(words)
    listed: list[nodes.Node] = []
    for title, references in grouped([reference_of(env, key) for key in keys], groups, words):
        if title:
            listed.append(nodes.rubric("", title, **{"heading-level": 2}))
        items = source_list(bullet="-", words=list_words())
        for reference in references:
            anchor = reference_anchor(reference.key)
            own = f"source-{anchor}" if page.numbers else anchor
            item = reference_item(reference, page.prefix + own, builder)
            item += _cited_on(env, docname, anchor, pages.get(reference.key, ()))
            items += item
        listed.append(items)
    return listed


def citing_pages(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the pages that cite each known key, in the order of the site's contents."""
    build = evidence_domain(env).build
    if build.citing is None:
        build.citing = {}
        for docname in pages_in_order(env):
            for key in page_numbers(env, docname):
                build.citing.setdefault(key, []).append(docname)
    return build.citing


def pages_in_order(env: BuildEnvironment) -> list[str]:
    """Return the pages as the contents lists order them, and then those that stand in none."""
    found = _pages_in_contents(env)
    return [*found, *sorted(set(evidence_domain(env).data["uses"]) - set(found))]


def _pages_in_contents(env: BuildEnvironment) -> dict[str, None]:
    """Return the pages that the contents lists lead to, in their order: a joined output holds these."""
    found: dict[str, None] = {}
    to_visit = [str(env.config.root_doc)]
    while to_visit:
        docname = to_visit.pop()
        if docname not in found and docname in env.all_docs:
            found[docname] = None
            to_visit += reversed(env.toctree_includes.get(docname, []))
    return found


def _cited_on(env: BuildEnvironment, docname: str, anchor: str, pages: Iterable[str]) -> nodes.paragraph:
    words = translator()
    paragraph = nodes.paragraph("", "", classes=["evidence-cited-on"])
    titles = [(page, nodes.Text(env.titles[page].astext())) for page in pages]
    if not titles:
        paragraph += nodes.Text(words.gettext("Not cited on any page."))
        return paragraph
    paragraph += nodes.Text(words.gettext("Cited on:"))
    for number, (page, title) in enumerate(titles):
        paragraph += [nodes.Text(", " if number else " "), page_link(env, docname, page, title, anchor)]
    return paragraph


def page_link(env: BuildEnvironment, docname: str, page: str, text: nodes.Node, anchor: str) -> nodes.Node:
    """Return *text* as a link to a reference in the list of *page*; alone where the output does not hold that page."""
    builder = evidence_domain(env).build.builder
    if builder.format in NO_LINKS:
        return text
    if builder.name == "singlehtml":
        if page not in _pages_in_contents(env):
            return text
        return nodes.reference("", "", text, internal=True, refid=joined_prefix(page) + anchor)
    try:
        address = "" if page == docname else builder.get_relative_uri(docname, page)
    except NoUri:
        return text
    return nodes.reference("", "", text, internal=True, refuri=f"{address}#{anchor}")
