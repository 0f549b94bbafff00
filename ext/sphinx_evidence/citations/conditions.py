"""Under what conditions a builder shows a node: Sphinx's ``only``, and ``ifconfig``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateError
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.tree import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

Condition = tuple[str, str]  # ``only`` or ``ifconfig``, and its expression


def conditions_of(node: nodes.Node) -> list[Condition]:
    """Return the conditions of everything that *node* stands in, the nearest first."""
    return [
        (type(parent).__name__, str(parent["expr"]))
        for parent in ancestors(node)
        if isinstance(parent, addnodes.only | ifconfig)
    ]


def are_met(env: BuildEnvironment, conditions: Iterable[Condition]) -> bool:
    """Return whether the builder shows what stands under *conditions*; Sphinx warns of one that it cannot read."""
    return all(
        _tags_hold(env, expression) is not False if kind == "only" else _settings_hold(env, expression)
        for kind, expression in conditions
    )


def as_only(env: BuildEnvironment, conditions: Iterable[Condition]) -> str:
    """Return *conditions* as one expression for an ``only``; nothing where there is none that says the same."""
    expressions: list[str] = []
    for kind, expression in conditions:
        if kind != "only" or _tags_hold(env, expression) is None:
            return ""
        expressions.append(f"({expression})")
    return " and ".join(expressions)


def _tags_hold(env: BuildEnvironment, expression: str) -> bool | None:
    """Return whether the builder's tags fulfil *expression*; None where it cannot be read."""
    try:
        return bool(evidence_domain(env).build.tags.eval_condition(expression))
    except (ValueError, TemplateError):
        return None


def _settings_hold(env: BuildEnvironment, expression: str) -> bool:
    settings = {value.name: value.value for value in env.config}
    settings["builder"] = evidence_domain(env).build.builder.name
    try:
        return bool(eval(expression, settings))  # noqa: S307  # the page's own code, as Sphinx runs it after us
    except Exception:  # noqa: BLE001  # whatever that code raises: Sphinx tells of it, and leaves the text out
        return False
