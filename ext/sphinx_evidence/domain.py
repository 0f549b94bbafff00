"""What the extension keeps of each page between builds, and what it works out anew in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain

from sphinx_evidence.frontmatter.block import Entry, read_block
from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.page import KEYS
from sphinx_evidence.frontmatter.yaml_block import as_plain, from_plain
from sphinx_evidence.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.tags import Tags

    from sphinx_evidence.config import Settings
    from sphinx_evidence.references.model import Reference
    from sphinx_evidence.review.people import People
    from sphinx_evidence.review.summary import ReviewSummary


@dataclass
class BuildState:
    """What one build works out; never pickled, and inherited by the processes that write.

    :ivar tags: what ``only`` can ask for
    :ivar people: the people file's people by id; None where the file cannot be read
    :ivar summaries: each page's review as of today
    :ivar problems: what to log, with the page's name where there is one
    :ivar people_path: where the people file should be, if it is missing
    :ivar known: the keys that the .bib files have
    :ivar references: what has been read of the .bib files, by key
    :ivar citing: the pages that cite each key, once all pages are read
    :ivar shown: for each page a digest of what the extension shows on it
    :ivar written: the pages that this build writes
    """

    settings: Settings
    builder: Builder
    tags: Tags
    people: People | None = None
    summaries: dict[str, ReviewSummary] = field(default_factory=dict)
    problems: list[tuple[Problem, str | None]] = field(default_factory=list)
    people_path: str = ""
    known: frozenset[str] | None = None
    references: dict[str, Reference] = field(default_factory=dict)
    citing: dict[str, list[str]] | None = None
    shown: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


class EvidenceDomain(Domain):
    """Plain values for each page: they survive in the environment's pickle and merge after a parallel read."""

    name = "evidence"
    label = "Evidence"
    # 4: front matter as text, problems, uses of references, lists of them and links to them, investigational
    # directives, digests of pages, of their sections (with titles), of what is translated; what is shown of all
    # reviews; of the .bib files their problems, the digests of their bytes, and the keys in each.
    data_version = 4
    initial_data: ClassVar[dict[str, Any]] = {
        "front_matter": {},
        "problems": {},
        "uses": {},
        "lists": {},
        "anchor_links": {},
        "notices": {},
        "digests": {},
        "sections": {},
        "translated": {},
        "review_places": {},
        "bibliography": [],
        "bibfiles": [],
        "bibkeys": {},
    }
    _per_page = (
        "front_matter",
        "problems",
        "uses",
        "lists",
        "anchor_links",
        "notices",
        "digests",
        "sections",
        "translated",
        "review_places",
    )

    build: BuildState

    def clear_doc(self, docname: str) -> None:
        """Forget the page, which is about to be read again or is gone."""
        for name in self._per_page:
            self.data[name].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take what another process read of *docnames*."""
        for name in self._per_page:
            self.data[name].update(
                {page: value for page, value in otherdata[name].items() if page in docnames}
            )

    def resolve_any_xref(self, *_arguments: object) -> list[tuple[str, Any]]:
        """Return nothing: the domain has no objects. Without this method MyST warns of every link by a label."""
        return []

    def note_front_matter(self, docname: str, source: str, *, is_markdown: bool) -> str:
        """Keep the page's front matter, and return the text that MyST can take."""
        if is_markdown:
            front_matter = read_block(source, KEYS)
            entries, problems, source = front_matter
        else:
            entries, problems = read_field_list(source)
        plain = [(entry.key, entry.line, as_plain(entry.value)) for entry in entries]
        self.data["front_matter"][docname] = plain
        self.note_problems(docname, problems)
        return source

    def entries(self, docname: str) -> list[Entry]:
        """Return the page's front matter."""
        plain = self.data["front_matter"].get(docname, [])
        return [Entry(key, line, from_plain(value)) for key, line, value in plain]

    def note_problems(self, docname: str, problems: Iterable[Problem]) -> None:
        """Keep problems that were found while reading, to be told on every build until they are mended."""
        plain = [problem.as_plain() for problem in problems]
        if plain:
            self.data["problems"].setdefault(docname, []).extend(plain)

    def noted_problems(self, docname: str) -> list[Problem]:
        """Return the problems that were found while reading the page."""
        return [Problem.from_plain(plain) for plain in self.data["problems"].get(docname, [])]


def included_path(env: BuildEnvironment, source: str | None) -> str | None:
    """Return *source* where it is another file than the page that is read: one that the page includes."""
    if not source or Path(source) == Path(env.doc2path(env.docname)) or not Path(source).is_file():
        return None  # the page itself, its prologue, or a translation
    return str(Path(source).resolve())  # docutils' own is relative to wherever this build was started


def evidence_domain(env: BuildEnvironment) -> EvidenceDomain:
    """Return the environment's evidence domain."""
    return cast("EvidenceDomain", env.get_domain(EvidenceDomain.name))
