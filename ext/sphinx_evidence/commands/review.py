"""``sphinx-evidence review``: shows what changed since the last review, asks, and stamps the pages."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from sphinx_evidence.commands.pages import Page, changes_of, check_pages, page_files, read_pages
from sphinx_evidence.commands.project import (
    FOUND,
    CannotLookError,
    add_project_arguments,
    argument,
    find_project,
    open_project,
)
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.files import prepare, put_in_place
from sphinx_evidence.frontmatter.edit import CannotEdit, edit_front_matter
from sphinx_evidence.git import CannotTellError
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.record import Scope, read_scope
from sphinx_evidence.review.signing import Signature, caution, refusal, review_before, stamp
from sphinx_evidence.spelling import did_you_mean, quoted
from sphinx_evidence.text import one_line, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from sphinx_evidence.domain import BuildState


def add_review(parser: ArgumentParser) -> None:
    """Describe the command to *parser*."""
    parser.add_argument(
        "pages", nargs="+", type=Path, metavar="PAGE", help="the file of a page that was read"
    )
    parser.add_argument(
        "--by",
        action="append",
        required=True,
        metavar="ID",
        help="who read it: an id from the people file; may be repeated",
    )
    parser.add_argument(
        "--on", type=argument(PartialDate.parse), metavar="DAY", help="when; today where not given"
    )
    parser.add_argument(
        "--scope",
        type=argument(read_scope),
        default=(Scope.CONTENT,),
        help="what was looked at: content, references, or both with a comma between; content where not given",
    )
    parser.add_argument("--section", default="", metavar="ID", help="sign one section of the page, by its id")
    parser.add_argument("--language", default="", help="sign the translation into this language")
    parser.add_argument(
        "--no-change-because",
        default="",
        metavar="REASON",
        help="why a page that has not changed is signed again",
    )
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_project_arguments(parser)


def run_review(options: Namespace) -> int:
    """Sign the pages, all of them or none, and return the exit status: 1 where they were not signed.

    :raises CannotLookError: where the project or a page cannot be read, or another run is at work
    """
    project = find_project(options.pages[0].parent, options.source, options.conf)
    name = hashlib.sha256(str(project.source).encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"sphinx-evidence-{name}.lock", timeout=0)
    try:
        with lock:
            files = page_files(options.pages, project.source)
            settings = {"language": options.language} if options.language else {}
            with open_project(project, "html", settings) as reading:
                check_pages(reading.app.env, files)
                reading.build([file.docname for file in files])
                build = evidence_domain(reading.app.env).build
                signature = _signature(options, build)
                return _sign(read_pages(reading, files), signature, build, is_sure=options.yes)
    except Timeout:
        raise CannotLookError(
            f"another review of {project.source} is at work, or waits for its answer; begin again when it has ended"
        ) from None
    except OSError as error:
        raise CannotLookError(
            f"{error.filename} cannot be read: {error.strerror}; nothing was signed"
        ) from error


def _signature(options: Namespace, build: BuildState) -> Signature:
    """Return what is to be signed.

    :raises CannotLookError: for somebody who is unknown, a day in the future, or a part that no review can have
    """
    people = build.people or {}
    for person in options.by:
        if people.get(person) is None:
            known = ", ".join(sorted(name for name, one in people.items() if one)) or "nobody"
            raise CannotLookError(
                f"nobody in the people file ({build.settings.people}) has the id {quoted(person)}; it has {known}."
                f"{did_you_mean(person, people)}"
            )
    today = build.settings.today
    on = options.on or PartialDate(today.year, today.month, today.day)
    if on.is_future(today):
        raise CannotLookError(f"--on {on.iso} lies in the future (today is {today.isoformat()})")
    if not options.scope:
        raise CannotLookError("--scope names nothing; give content, references, or both with a comma between")
    if options.language and Scope.CONTENT not in options.scope:
        raise CannotLookError("--scope without content: a translation is signed when it was read as a whole")
    if options.section and options.language:
        raise CannotLookError("--section and --language cannot both be; a translation is signed as a whole")
    reason = one_line(options.no_change_because)
    by = tuple(dict.fromkeys(options.by))
    return Signature(by, on, options.scope, options.section, options.language.replace("-", "_"), reason)


def _sign(pages: Sequence[Page], signature: Signature, build: BuildState, *, is_sure: bool) -> int:
    """Show every page, ask, and stamp them."""
    written = [stamped for page in pages if (stamped := _prepare(page, signature)) is not None]
    if len(written) < len(pages):
        print(f"Nothing was signed: {len(pages) - len(written)} of {len(pages)} cannot be.", file=sys.stderr)
        return FOUND
    if not is_sure and not _agrees(_question(pages, signature, build)):
        print("Nothing was signed.", file=sys.stderr)
        return FOUND
    if changed := [page.shown for page in pages if page.is_changed()]:
        told = f"Nothing was signed: changed since it was read: {', '.join(changed)}; look at it again"
        print(told, file=sys.stderr)
        return FOUND
    _write(pages, written)
    print(f"Signed: {', '.join(page.shown for page in pages)}")
    return 0


def _prepare(page: Page, signature: Signature) -> bytes | None:
    """Show what changed on *page*, and return its bytes with the stamp; None, and why, where it cannot be signed."""
    print(f"{page.shown}: {printable(page.title)}")
    before = review_before(page.record, signature)
    if before is None:
        print("  Never reviewed before: all of it is new.")
    else:
        print(f"  Last reviewed {before.on.iso} by {', '.join(before.by)}.")
        try:
            for line in changes_of(page, before):
                print(f"  {line}")
        except CannotTellError as error:
            print(f"  Cannot show what changed since then: {error}.")
    if note := caution(page.record, signature):
        print(f"  Note: {note}.")
    for warning in page.warnings:
        print(warning, file=sys.stderr)
    why = "mend its warnings first" if page.warnings else refusal(page.record, signature, page.now)
    if why is None:
        try:
            changes = stamp(page.record, page.entries, signature, page.now)
            return edit_front_matter(page.text, changes, is_markdown=page.is_markdown).encode()
        except CannotEdit as error:
            why = str(error)
    print(f"{page.shown} cannot be signed: {why}", file=sys.stderr)
    return None


def _question(pages: Sequence[Page], signature: Signature, build: BuildState) -> str:
    """Return what is asked before anything is written."""
    people = build.people or {}
    who = " and ".join(
        f"{person.name} ({person.role})" for name in signature.by if (person := people.get(name))
    )
    what = f"section {signature.section}" if signature.section else ", ".join(signature.scope)
    if signature.language:
        what = f"the translation into {signature.language}"
    number = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
    return printable(f"Sign {number} as {who}, reviewed on {signature.on.iso}: {what}? [y/N] ")


def _agrees(question: str) -> bool:
    """Ask, and tell whether the answer is yes; no answer is none."""
    try:
        return input(question).strip().casefold() in {"y", "yes"}
    except EOFError:
        print()
        return False


def _write(pages: Sequence[Page], contents: Sequence[bytes]) -> None:
    """Write *contents*: first all of it beside the pages, so that a full disk stops it before any page is signed.

    :raises CannotLookError: where a file cannot be written; the message says which pages were signed before it
    """
    prepared: list[Path] = []
    signed: list[str] = []
    try:
        for page, content in zip(pages, contents, strict=True):
            prepared.append(prepare(page.path, content))
        for page, path in zip(pages, prepared, strict=True):
            put_in_place(path, page.path)
            signed.append(page.shown)
    except OSError as error:
        told = f"signed before it: {', '.join(signed)}" if signed else "nothing was signed"
        raise CannotLookError(f"{error.filename} cannot be written: {error.strerror}; {told}") from error
    finally:
        for path in prepared:
            path.unlink(missing_ok=True)
