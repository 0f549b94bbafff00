"""What every page shows of the others: titles, contents, and what can be linked to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def relations_digest(env: BuildEnvironment) -> str:
    """Return a digest of what pages show of one another.

    Sphinx writes again what was read and the pages whose contents lists name it; a new title is in every sidebar
    and in the words of every link to it.
    """
    digest = hashlib.sha256()
    for docname in sorted(env.all_docs):
        children = env.toctree_includes.get(docname, [])
        told = (docname, env.titles[docname].astext(), children, _contents(env.tocs.get(docname)))
        digest.update(repr(told).encode())
    for domain in env.domains.sorted():
        # As text: what other domains yield need not be of one kind.
        digest.update(repr(sorted(str(linked) for linked in domain.get_objects())).encode())
    return digest.hexdigest()


def _contents(toc: nodes.Element | None) -> list[tuple[str, ...]]:
    """Return what a page's own contents say; the section numbers, which Sphinx gives later, it looks after itself."""
    if toc is None:
        return []
    entries = [(entry.astext(), str(entry.get("anchorname"))) for entry in toc.findall(nodes.reference)]
    told = ("entries", "numbered", "maxdepth", "caption", "hidden", "glob", "titlesonly")
    trees = [tuple(str(tree.get(name)) for name in told) for tree in toc.findall(addnodes.toctree)]
    return [*entries, *trees]


def read_again_without_pages(
    _app: Sphinx, env: BuildEnvironment, _added: Iterable[str], _changed: Iterable[str], removed: set[str]
) -> list[str]:
    """Return the pages whose contents lists name a page that is gone: what was read of it is in their doctrees."""
    return [
        docname
        for docname, children in env.toctree_includes.items()
        if docname in env.found_docs and not removed.isdisjoint(children)
    ]


def setup_relations(app: Sphinx) -> None:
    """Connect the second reading."""
    app.connect("env-get-outdated", read_again_without_pages)
