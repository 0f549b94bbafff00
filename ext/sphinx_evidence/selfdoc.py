"""Directives for the extension's own documentation: its lists are made from the code, so they cannot fall behind.

An extension of its own, ``sphinx_evidence.selfdoc``: a project that only uses ``sphinx_evidence`` has no need of it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from sphinx_evidence.config import SETTINGS
from sphinx_evidence.frontmatter.page import KEYS
from sphinx_evidence.investigational.status import MEANINGS
from sphinx_evidence.problems import MEANINGS as WARNING_MEANINGS
from sphinx_evidence.problems import WARNING_TYPE
from sphinx_evidence.references.entries import REQUIRED
from sphinx_evidence.references.kinds import ENTRY_TYPES, KIND_NAMES
from sphinx_evidence.references.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class SelfDocumenting(SphinxDirective):
    """A definition list made from the code."""

    def rows(self) -> Iterable[tuple[str, str]]:
        """Return each term, and what it means in the page's own markup."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return the definition list."""
        items = nodes.definition_list()
        for term, meaning in self.rows():
            definition = nodes.definition("", *self.parse_text_to_nodes(meaning))
            items += nodes.definition_list_item("", nodes.term("", "", nodes.literal("", term)), definition)
        return [items]


class WarningList(SelfDocumenting):
    """Every warning that the extension can give."""

    def rows(self) -> Iterable[tuple[str, str]]:
        """Return the warnings as ``suppress_warnings`` names them."""
        return [(f"{WARNING_TYPE}.{code.value}", meaning) for code, meaning in WARNING_MEANINGS.items()]


class SettingList(SelfDocumenting):
    """Every configuration value."""

    def rows(self) -> Iterable[tuple[str, str]]:
        """Return the values as conf.py names them."""
        return [
            (setting.name, f"{setting.description} Default: `{setting.default!r}`.") for setting in SETTINGS
        ]


class KeyList(SelfDocumenting):
    """Every front matter key."""

    def rows(self) -> Iterable[tuple[str, str]]:
        """Return the keys."""
        return [(key, f"{meaning[0].upper()}{meaning[1:]}.") for key, meaning in KEYS.items()]


class StatusList(SelfDocumenting):
    """Every status word."""

    def rows(self) -> Iterable[tuple[str, str]]:
        """Return the words."""
        return [(status.value, meaning) for status, meaning in MEANINGS.items()]


class KindList(SelfDocumenting):
    """Every kind of source: how a .bib entry says that it is one, and what it needs."""

    def rows(self) -> Iterable[tuple[str, str]]:
        """Return the kinds."""
        for kind in Kind:
            types = [f"`@{name}`" for name, of_type in ENTRY_TYPES.items() if of_type is kind]
            names = [f"“{name}”" for name in KIND_NAMES.get(kind, ())]
            told = [f"Entry types: {', '.join(types)}."] if types else []
            told += [f"Named: {', '.join(names)}."] if names else []
            yield kind.value, " ".join([*told, f"Needs: {', '.join(REQUIRED[kind])}."])


class ExampleLink(SphinxRole):
    """A link to a page of the examples, which `make html` builds beside the site; elsewhere only its name."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link for the html builder, and the name for the others."""
        address = posixpath.relpath(f"examples/{self.text}.html", posixpath.dirname(self.env.docname) or ".")
        link = nodes.reference("", self.text, refuri=address, internal=False)
        name = nodes.literal("", self.text)
        return [
            addnodes.only("", link, expr="builder_html"),
            addnodes.only("", name, expr="not builder_html"),
        ], []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_role("example", ExampleLink())
    app.add_directive("evidence-warnings", WarningList)
    app.add_directive("evidence-settings", SettingList)
    app.add_directive("evidence-keys", KeyList)
    app.add_directive("evidence-statuses", StatusList)
    app.add_directive("evidence-kinds", KindList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
