"""sphinxcontrib-bibtex with our .bib reader before it, and the uses of references noted with their lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from jinja2 import TemplateError
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole

from sphinx_evidence.domain import evidence_domain, included_path
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.spelling import did_you_mean, quoted
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.tags import Tags


class CheckedCiteRole(CiteRole):
    """bibtex's role, with a warning where bibtex would end the build with a traceback."""

    def result_nodes(
        self,
        document: nodes.document,
        env: BuildEnvironment,
        node: nodes.Element,
        is_ref: bool,  # noqa: FBT001  # Sphinx's signature
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation, or its text where it cannot be read."""
        try:
            if env.config.evidence_citations:
                list(parse_citation_targets(self.target))
        except ValueError:
            message = (
                f"{quoted(self.target)} is no citation; write keys with commas between them, "
                "and a page number as 'Key{p. 3}'"
            )
            source, line = self.get_source_info()
            problem = Problem(ProblemCode.CITATION, message, line, included_path(env, source))
            evidence_domain(env).note_problems(env.docname, [problem])
            return [nodes.inline(self.rawtext, self.target, classes=["evidence-unknown"])], []
        return cast(
            "tuple[list[nodes.Node], list[nodes.system_message]]",
            super().result_nodes(document, env, node, is_ref),  # type: ignore[no-untyped-call]
        )


class MarkUnknownCitations(SphinxPostTransform):
    """Shows a key that no .bib file has as such, so that bibtex neither warns again nor drops it silently."""

    default_priority = 7  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Replace the unknown keys of each citation by words."""
        if not self.config.evidence_citations:
            return
        known = known_keys(self.env)
        for citation in list(self.document.findall(addnodes.pending_xref)):
            if citation.get("refdomain") != "cite":
                continue
            targets = list(parse_citation_targets(citation["reftarget"]))
            unknown = [target.key for target in targets if target.key not in known]
            if not unknown:
                continue
            label = translator().gettext("unknown reference")
            text = f"[{label}: {', '.join(unknown)}]"
            shown = nodes.inline("", text, classes=["evidence-unknown"])
            kept = [_written(target) for target in targets if target.key in known]
            if kept:
                citation["reftarget"] = ",".join(kept)
                citation.replace_self([citation, nodes.Text(" "), shown])
            else:
                citation.replace_self(shown)


def cited_keys(env: BuildEnvironment, docname: str, tags: Tags | None = None) -> list[str]:
    """Return the keys that the page cites, in order and as often as it does.

    :param tags: the builder's tags: what stands in an ``only`` for another builder does not count
    """
    uses = evidence_domain(env).data["uses"].get(docname, [])
    return [str(key) for key, _path, _line, only in uses if tags is None or _holds(tags, only)]


def _holds(tags: Tags, conditions: list[str]) -> bool:
    try:
        return all(tags.eval_condition(condition) for condition in conditions)
    except (ValueError, TemplateError):
        return True  # Sphinx warns of the condition, and keeps what it guards


def known_keys(env: BuildEnvironment) -> set[str]:
    """Return the keys that the .bib files have."""
    return set(_bibdata(env).data.entries.keys())


def shared_numbering(env: BuildEnvironment) -> tuple[set[str], str]:
    """Return the pages that cite or list references, and what the numbers and entries on them depend on.

    bibtex numbers references over the whole site, and rewrites neither the list nor the other citing pages when one
    page's citations change.
    """
    domain = cast("BibtexDomain", env.get_domain("cite"))
    uses = evidence_domain(env).data["uses"]
    pages = {docname for docname, cited in uses.items() if cited}
    pages |= {key.docname for key in domain.bibliographies}
    entries = domain.bibdata.data.to_string("yaml") if pages else ""
    keys = [(docname, cited_keys(env, docname)) for docname in sorted(pages)]
    return pages, repr((keys, sorted(env.toctree_includes.items()), entries))


def citation_problems(env: BuildEnvironment, docname: str, known: set[str]) -> list[Problem]:
    """Return one problem for each unknown key of the page, where it is cited first."""
    problems: dict[str, Problem] = {}
    for key, path, line, _only in evidence_domain(env).data["uses"].get(docname, []):
        if key not in known and key not in problems:
            message = f"no .bib file has the key {quoted(key)}.{did_you_mean(key, known)}"
            problems[key] = Problem(ProblemCode.CITATION, message, line, path)
    return list(problems.values())


def _bibdata(env: BuildEnvironment) -> BibData:
    return cast("BibtexDomain", env.get_domain("cite")).bibdata


def _written(target: Any) -> str:
    """Return the citation target as an author writes it."""
    pre = f"{{{target.pre}}}" if target.pre else ""
    post = f"{{{target.post}}}" if target.post else ""
    return f"{pre}{target.key}{post}"


def allow_no_bibfiles(_app: Sphinx, config: Config) -> None:
    """Let a project without a .bib load the extension, where bibtex raises; and read a file listed twice once."""
    config.bibtex_bibfiles = list(dict.fromkeys(config.bibtex_bibfiles or []))


def load_bibfiles(app: Sphinx) -> None:
    """Read the .bib files before bibtex does, and hand it the result as up to date."""
    domain = evidence_domain(app.env)
    if not app.config.evidence_citations:
        domain.data["bibliography"] = []
        return
    paths = [(Path(app.confdir) / name).resolve() for name in app.config.bibtex_bibfiles]
    encoding = app.config.bibtex_encoding
    if is_bibdata_outdated(_bibdata(app.env), paths, encoding):
        problems = [
            Problem(ProblemCode.BIBLIOGRAPHY, "this .bib file does not exist", 1, str(path))
            for path in paths
            if not path.is_file()
        ]
        files = [(str(path), path.read_bytes()) for path in paths if path.is_file()]
        read = read_bibliographies(files)
        bibfiles = {
            path: BibFile(get_mtime(path), dict.fromkeys(read.keys.get(str(path), []))) for path in paths
        }
        app.env.get_domain("cite").data["bibdata"] = BibData(encoding, bibfiles, read.data)
        domain.data["bibliography"] = [problem.as_plain() for problem in [*problems, *read.problems]]
    domain.build.problems += [(Problem.from_plain(plain), None) for plain in domain.data["bibliography"]]


class NoteUses(SphinxTransform):
    """Notes which references the page cites, and where: once, and before a translation takes the lines away."""

    default_priority = 5  # before translation (20)

    def apply(self, **_kwargs: object) -> None:
        """Note the uses; translated messages are parsed with the same transforms, after the page."""
        kept = evidence_domain(self.env).data["uses"]
        docname = self.env.docname
        if docname in kept or not self.config.evidence_citations:
            return
        kept[docname] = []
        for citation in self.document.findall(addnodes.pending_xref):
            if citation.get("refdomain") == "cite":
                source, line = _place(citation)
                path = included_path(self.env, source)
                targets = parse_citation_targets(citation["reftarget"])
                kept[docname] += [(target.key, path, line, _conditions(citation)) for target in targets]


def _conditions(node: nodes.Node | None) -> list[str]:
    """Return the conditions of every ``only`` that *node* stands in."""
    conditions: list[str] = []
    while node is not None:
        if isinstance(node, addnodes.only):
            conditions.append(str(node["expr"]))
        node = node.parent
    return conditions


def _place(node: nodes.Node | None) -> tuple[str | None, int]:
    """Return the file and the line on which *node*, or what holds it, begins."""
    while node is not None:
        if node.line:
            return node.source, node.line
        node = node.parent
    return None, 1


def setup_citations(app: Sphinx) -> None:
    """Load sphinxcontrib-bibtex, and step in before it where it would lose something."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_role("cite", CheckedCiteRole(), override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain("cite", name, CheckedCiteRole(), override=True)
    app.connect("config-inited", allow_no_bibfiles)
    app.connect("builder-inited", load_bibfiles, priority=400)  # bibtex's own is at 500
    app.add_transform(NoteUses)
    app.add_post_transform(MarkUnknownCitations)
