"""The pages that are to be signed: their files, what they say now, and what is wrong with them."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.assessment import is_markdown, page_now
from sphinx_evidence.commands.project import CannotLookError
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.git import commit_of, last_commit, words_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.commands.project import Reading
    from sphinx_evidence.frontmatter.block import Entry
    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.record import Review
    from sphinx_evidence.review.summary import Now


class PageFile(NamedTuple):
    """A page's file, as it was before anything was read.

    :ivar shown: as the command was given it
    """

    docname: str
    path: Path
    shown: str
    content: bytes
    text: str


@dataclass(frozen=True)
class Page:
    """A page that is to be signed.

    :ivar text: the file's text, with its line ends and its byte-order mark
    :ivar warnings: what the build said of it and of what it includes
    :ivar seen: the bytes of the files that make the page, by path
    """

    docname: str
    path: Path
    shown: str
    text: str
    title: str
    is_markdown: bool
    record: PageRecord
    entries: list[Entry]
    now: Now
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
        docname = path.relative_to(source).with_suffix("").as_posix()
        content = path.read_bytes()
        try:
            files[path] = PageFile(docname, path, str(given), content, content.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise CannotLookError(f"{given} is no UTF-8: {error}; save it as UTF-8") from None
    return list(files.values())


def check_pages(env: BuildEnvironment, files: Iterable[PageFile]) -> None:
    """Look whether *files* are pages of the project.

    :raises CannotLookError: where one is not
    """
    for file in files:
        if file.docname not in env.found_docs or Path(env.doc2path(file.docname)).resolve() != file.path:
            raise CannotLookError(f"{file.shown} is no page of this project: conf.py leaves it out")


def read_pages(reading: Reading, files: Iterable[PageFile]) -> list[Page]:
    """Return the pages in *files* as they were read."""
    return [_read_page(reading, file) for file in files]


def _read_page(reading: Reading, file: PageFile) -> Page:
    env = reading.app.env
    domain = evidence_domain(env)
    included = [
        (Path(env.srcdir) / name).resolve() for name in sorted(env.dependencies.get(file.docname, ()))
    ]
    summary = domain.build.summaries[file.docname]
    begins = tuple(f"{path}:" for path in (env.doc2path(file.docname), *included))
    return Page(
        docname=file.docname,
        path=file.path,
        shown=file.shown,
        text=file.text,
        title=env.titles[file.docname].astext(),
        is_markdown=is_markdown(reading.app, file.docname),
        record=summary.original.summary.record if summary.original else summary.record,
        entries=domain.entries(file.docname),
        now=page_now(env, file.docname),
        warnings=[record for record in reading.warnings if record.startswith(begins)],
        seen={file.path: file.content} | {path: _bytes(path) for path in included},
    )


def changes_of(page: Page, before: Review) -> Iterator[str]:
    """Yield what changed on *page*, and in the text that it includes, since the review *before*.

    :raises CannotTellError: where git does not know
    """
    words = before.digest or f"last_reviewed_on: {before.on.iso}"
    commit = commit_of(page.path, words)
    yield f"Since then (commit {commit.sha[:10]} of {commit.on.isoformat()}):"
    told = False
    for line in words_changed(page.path, commit):
        told = True
        yield f"  {line}"
    for path, content in page.seen.items():
        if path != page.path and b"\0" not in content and last_commit(path).on > commit.on:
            told = True
            yield f"  {path.name}, which it includes, was changed too"
    if not told:
        yield "  nothing."


def _bytes(path: Path) -> bytes:
    """Return what is in a file; nothing where it is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
