"""What every page shows of the others: titles, contents, and what can be linked to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

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
        toc = env.tocs.get(docname)
        title = env.titles[docname]
        children = env.toctree_includes.get(docname, [])
        told = (docname, title.astext(), children, "" if toc is None else toc.pformat())
        digest.update(repr(told).encode())
    for name in sorted(env.domaindata):
        linked = sorted(env.get_domain(name).get_objects())
        digest.update(repr((name, linked)).encode())
    return digest.hexdigest()


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
