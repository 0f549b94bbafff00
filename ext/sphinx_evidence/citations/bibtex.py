"""The .bib files: read by us, fault by fault, and handed to sphinxcontrib-bibtex as up to date."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.references.bibchecks import check_entries
from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.references.entries import read_reference

if TYPE_CHECKING:
    from pybtex.database import BibliographyData
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

    from sphinx_evidence.references.model import Reference


def allow_no_bibfiles(app: Sphinx, config: Config) -> None:
    """Let a project without a .bib load the extension, where bibtex raises; and read a file listed twice once."""
    given = config.bibtex_bibfiles or []
    names = [given] if isinstance(given, str) else list(given)  # a string, as `-D` gives it
    by_path = {(Path(app.confdir) / name).resolve(): name for name in reversed(names)}
    config.bibtex_bibfiles = list(reversed(by_path.values()))


def load_bibfiles(app: Sphinx) -> None:
    """Read the .bib files before bibtex does, where their bytes are others than in the build before."""
    domain = evidence_domain(app.env)
    if not app.config.evidence_citations:
        domain.data |= {"bibliography": [], "bibfiles": [], "bibkeys": {}}
        return
    encoding = app.config.bibtex_encoding
    paths = [(Path(app.confdir) / name).resolve() for name in app.config.bibtex_bibfiles]
    files = [(str(path), path.read_bytes()) for path in paths if path.is_file()]
    digests = [(str(path), hashlib.sha256(raw).hexdigest()) for path, raw in files]
    cite = _cite_domain(app.env)
    data = cite.bibdata.data
    # A file saved twice within one tick of the clock has one time, so its bytes are what counts.
    if digests != domain.data["bibfiles"] or list(cite.bibdata.bibfiles) != paths:
        problems = [
            Problem(ProblemCode.BIBLIOGRAPHY, "this .bib file does not exist", 1, str(path))
            for path in paths
            if not path.is_file()
        ]
        read = read_bibliographies(files, encoding)
        problems += [*read.problems, *check_entries(read)]
        domain.data["bibliography"] = [problem.as_plain() for problem in problems]
        domain.data["bibfiles"] = digests
        domain.data["bibkeys"] = read.keys
        data = read.data
    keys = domain.data["bibkeys"]
    bibfiles = {path: BibFile(get_mtime(path), dict.fromkeys(keys.get(str(path), []))) for path in paths}
    cite.data["bibdata"] = BibData(encoding, bibfiles, data)
    domain.build.problems += [(Problem.from_plain(plain), None) for plain in domain.data["bibliography"]]


def known_keys(env: BuildEnvironment) -> frozenset[str]:
    """Return the keys that the .bib files have."""
    build = evidence_domain(env).build
    if build.known is None:
        build.known = frozenset(_entries(env).keys())
    return build.known


def reference_of(env: BuildEnvironment, key: str) -> Reference:
    """Return the reference of a known key; each is read once a build."""
    references = evidence_domain(env).build.references
    if key not in references:
        references[key] = read_reference(_entries(env)[key])
    return references[key]


def _entries(env: BuildEnvironment) -> BibliographyData:
    return _cite_domain(env).bibdata.data.entries


def _cite_domain(env: BuildEnvironment) -> BibtexDomain:
    return cast("BibtexDomain", env.get_domain("cite"))


def setup_bibtex(app: Sphinx) -> None:
    """Load sphinxcontrib-bibtex, and step in before it reads the .bib files."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.connect("config-inited", allow_no_bibfiles)
    app.connect("builder-inited", load_bibfiles, priority=400)  # bibtex's own is at 500
