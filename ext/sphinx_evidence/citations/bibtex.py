"""sphinxcontrib-bibtex with our .bib reader before it, and the uses of references noted with their lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole

from sphinx_evidence.citations.bibfiles import read_bibliographies
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import did_you_mean, quoted
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


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
            list(parse_citation_targets(self.target))
        except ValueError:
            message = (
                f"{quoted(self.target)} is no citation; write keys with commas between them, "
                "and a page number as 'Key{p. 3}'"
            )
            problem = Problem(ProblemCode.CITATION, message, self.lineno)
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
        known = _bibdata(self.env).data.entries
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


def cited_keys(env: BuildEnvironment, docname: str) -> list[tuple[str, int]]:
    """Return the keys that the page cites, each with its line, in order."""
    uses = evidence_domain(env).data["uses"].get(docname, [])
    return [(str(key), int(line)) for key, line in uses]


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
    order = [(docname, cited_keys(env, docname)) for docname in sorted(pages)]
    mtimes = [(path.name, bibfile.mtime) for path, bibfile in domain.bibdata.bibfiles.items()]
    keys = [(docname, [key for key, _line in cited]) for docname, cited in order]
    return pages, repr((keys, sorted(env.toctree_includes.items()), mtimes))


def citation_problems(env: BuildEnvironment, docname: str, known: set[str]) -> list[Problem]:
    """Return one problem for each unknown key of the page, where it is cited first."""
    problems: dict[str, Problem] = {}
    for key, line in cited_keys(env, docname):
        if key not in known and key not in problems:
            message = f"no .bib file has the key {quoted(key)}.{did_you_mean(key, known)}"
            problems[key] = Problem(ProblemCode.CITATION, message, line)
    return list(problems.values())


def _bibdata(env: BuildEnvironment) -> BibData:
    return cast("BibtexDomain", env.get_domain("cite")).bibdata


def _written(target: Any) -> str:
    """Return the citation target as an author writes it."""
    pre = f"{{{target.pre}}}" if target.pre else ""
    post = f"{{{target.post}}}" if target.post else ""
    return f"{pre}{target.key}{post}"


def allow_no_bibfiles(_app: Sphinx, config: Config) -> None:
    """Let a project without a .bib load the extension: bibtex raises where the setting is missing."""
    if config.bibtex_bibfiles is None:
        config.bibtex_bibfiles = []


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


def note_uses(app: Sphinx, doctree: nodes.document) -> None:
    """Note which references the page cites, and where."""
    uses: list[tuple[str, int]] = []
    for citation in doctree.findall(addnodes.pending_xref):
        if citation.get("refdomain") == "cite":
            keys = [target.key for target in parse_citation_targets(citation["reftarget"])]
            uses += [(key, _line(citation)) for key in keys]
    evidence_domain(app.env).data["uses"][app.env.docname] = uses


def _line(node: nodes.Node | None) -> int:
    """Return the line on which *node*, or what holds it, begins."""
    while node is not None:
        if node.line:
            return node.line
        node = node.parent
    return 1


def setup_citations(app: Sphinx) -> None:
    """Load sphinxcontrib-bibtex, and step in before it where it would lose something."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_role("cite", CheckedCiteRole(), override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain("cite", name, CheckedCiteRole(), override=True)
    app.connect("config-inited", allow_no_bibfiles)
    app.connect("builder-inited", load_bibfiles, priority=400)  # bibtex's own is at 500
    app.connect("doctree-read", note_uses)
    app.add_post_transform(MarkUnknownCitations)
