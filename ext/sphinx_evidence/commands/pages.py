"""The pages that are to be signed: their files, what they say now, and what is wrong with them."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.assessment import OF_ANOTHER_PAGE, is_markdown, page_now
from sphinx_evidence.commands.project import CannotLookError
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.frontmatter.block import read_block
from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.page import KEYS, read_page
from sphinx_evidence.git import commit_of, is_changed, words_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.commands.project import Reading
    from sphinx_evidence.domain import BuildState
    from sphinx_evidence.frontmatter.block import Entry
    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.problems import Problem
    from sphinx_evidence.review.record import Review
    from sphinx_evidence.review.summary import Now


class PageFile(NamedTuple):
    """A page's file, as it was before anything was read.

    :ivar shown: as the command was given it
    """

    path: Path
    shown: str
    content: bytes
    text: str


_PLACE = re.compile(r".+?(?=:(?:[0-9]*:| ))")  # what stands before the line of a warning


@dataclass(frozen=True)
class PageToSign:
    """A page that is to be signed.

    :ivar text: the file's text, with its line ends and its byte-order mark
    :ivar cites: how many references it cites
    :ivar warnings: what the build said of it and of what it includes
    :ivar seen: the bytes of the files that make the page, by path
    """

    path: Path
    shown: str
    text: str
    title: str
    is_markdown: bool
    record: PageRecord
    entries: list[Entry]
    now: Now
    cites: int
    warnings: list[str]
    seen: dict[Path, bytes] = field(repr=False)

    def is_changed(self) -> bool:
        """Tell whether a file of the page was changed since it was read."""
        return any(_bytes(path) != content for path, content in self.seen.items())


def page_files(pages: Iterable[Path], source: Path) -> list[PageFile]:
    """Return the files of *pages*, each once.

    :raises CannotLookError: for what is no page of *source*, is no UTF-8, or cannot be replaced as it stands
    """
    files: dict[Path, PageFile] = {}
    for given in pages:
        path = given.absolute()
        if not path.exists() and not path.is_symlink():
            raise CannotLookError(f"there is no page {given}; nothing was signed")
        if path.is_symlink():
            raise CannotLookError(
                f"{given} is a symbolic link; sign the file that it leads to, {path.resolve()}"
            )
        path = path.resolve()
        if not path.is_relative_to(source):
            raise CannotLookError(
                f"{given} lies outside the pages of this project, {source}; nothing was signed"
            )
        if not path.is_file():
            raise CannotLookError(f"{given} is a folder; name the pages in it that were read")
        # Root may write what is read-only, and replacing needs no more than the folder's permission.
        if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise CannotLookError(
                f"{given} is read-only; make it writable, or sign where it is; nothing was signed"
            )
        content = path.read_bytes()
        try:
            files[path] = PageFile(path, str(given), content, content.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise CannotLookError(f"{given} is no UTF-8: {error}; save it as UTF-8") from None
    return list(files.values())


def docnames_of(env: BuildEnvironment, files: Iterable[PageFile]) -> list[str]:
    """Return the names of the pages in *files*.

    :raises CannotLookError: where one is no page of the project
    """
    return [_docname_of(env, file) for file in files]


def _docname_of(env: BuildEnvironment, file: PageFile) -> str:
    docname = env.path2doc(file.path)
    if docname not in env.found_docs or Path(env.doc2path(docname)).resolve() != file.path:
        raise CannotLookError(f"{file.shown} is no page of this project: conf.py leaves it out")
    return docname


def read_pages(reading: Reading, files: Iterable[PageFile]) -> list[PageToSign]:
    """Return the pages in *files* as they were read."""
    return [_read_page(reading, file) for file in files]


def front_matter_problems(text: str, build: BuildState, *, is_markdown: bool) -> list[Problem]:
    """Return what a build would say of the front matter of a page's *text*."""
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if is_markdown:
        entries, problems, _source = read_block(source, KEYS)
    else:
        entries, problems = read_field_list(source)
    return [*problems, *read_page(entries, build.settings.today, build.people)[1]]


def _read_page(reading: Reading, file: PageFile) -> PageToSign:
    env = reading.app.env
    docname = _docname_of(env, file)
    domain = evidence_domain(env)
    included = [(Path(env.srcdir) / name).resolve() for name in sorted(env.dependencies.get(docname, ()))]
    summary = domain.build.summaries[docname]
    own = {file.path, *included}
    return PageToSign(
        path=file.path,
        shown=file.shown,
        text=file.text,
        title=env.titles[docname].astext(),
        is_markdown=is_markdown(reading.app, docname),
        record=summary.original.summary.record if summary.original else summary.record,
        entries=domain.entries(docname),
        now=page_now(env, docname),
        cites=summary.references.cited,
        warnings=[record for record in reading.warnings if _is_of(record, own)],
        seen={file.path: file.content} | {path: _bytes(path) for path in included},
    )


def changes_of(page: PageToSign, before: Review, digest: str | None) -> Iterator[str]:
    """Yield what changed on *page*, and in the files that it shows, since the review *before*.

    :param digest: of what is signed, as it is now
    :raises CannotTellError: where git does not know
    """
    words = before.digest or f"last_reviewed_on: {before.on.iso}"
    commit = commit_of(page.path, words)
    yield f"Since then (commit {commit.sha[:10]} of {commit.on.isoformat()}):"
    told = False
    for line in words_changed(page.path, commit):
        told = True
        yield f"  {line}"
    for path in page.seen:
        if path != page.path and is_changed(path, commit):
            told = True
            yield f"  {path.name}, which it shows, was changed too"
    if not told and before.digest in {None, digest}:
        yield "  nothing."
    elif not told:
        yield (
            "  What a reader gets has changed, and its files show no word of it: it was edited before that commit, or "
            "conf.py was, or the translation."
        )


def _is_of(record: str, own: set[Path]) -> bool:
    """Tell whether a warning is of one of the files, and must be mended before the page is signed."""
    # docutils names an included file from the folder in which we were started.
    place = _PLACE.match(record)
    return place is not None and Path(place[0]).resolve() in own and OF_ANOTHER_PAGE not in record


def _bytes(path: Path) -> bytes:
    """Return what is in a file; nothing where it is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
