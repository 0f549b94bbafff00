"""``sphinx-evidence review``: shows what changed since the last review, asks, and stamps the pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.commands.lock import only_run
from sphinx_evidence.commands.pages import (
    PageToSign,
    changes_of,
    docnames_of,
    front_matter_problems,
    page_files,
    read_pages,
)
from sphinx_evidence.commands.project import (
    FOUND,
    CannotLookError,
    add_project_arguments,
    argument,
    find_project,
    open_project,
)
from sphinx_evidence.config import clock_today
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.files import prepare, put_in_place, remove_leftovers
from sphinx_evidence.frontmatter.edit import CannotEdit, edit_front_matter
from sphinx_evidence.frontmatter.reviews import LANGUAGE
from sphinx_evidence.git import CannotTellError
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.record import Scope, read_scope, short_line
from sphinx_evidence.review.signing import (
    Signature,
    caution,
    read_digest,
    refusal,
    review_before,
    reviewed_before_on,
    stamp,
)
from sphinx_evidence.spelling import did_you_mean, quoted
from sphinx_evidence.text import printable

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
        type=argument(short_line),
        default="",
        metavar="REASON",
        help="why a page that has not changed is signed again",
    )
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_project_arguments(parser)


def run_review(options: Namespace) -> int:
    """Sign the pages, and return the exit status: 1 where they were not signed.

    :raises CannotLookError: where the project or a page cannot be read, or another run is at work
    """
    project = find_project(options.pages[0].parent, options.source, options.conf)
    language = _language(options.language)
    with only_run(project.source):
        files = page_files(options.pages, project.source)
        with open_project(project, "html", {"language": language} if language else {}) as reading:
            reading.build(docnames_of(reading.app.env, files), with_catalogues=bool(language))
            build = evidence_domain(reading.app.env).build
            signature = _signature(options, build)
            return _sign(read_pages(reading, files), signature, build, is_sure=options.yes)


def _language(text: str) -> str:
    """Return the language of a translation as front matter has it.

    :raises CannotLookError: where *text* names none
    """
    language = text.replace("-", "_")
    if language and LANGUAGE.fullmatch(language) is None:
        raise CannotLookError(
            f"--language {quoted(text)} is no language; write it as conf.py does, such as es or pt_BR"
        )
    return language


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
    # A day that conf.py gives is that of an archive, not of somebody's reading.
    today = clock_today(os.environ.get("SOURCE_DATE_EPOCH", ""))
    on = options.on or PartialDate(today.year, today.month, today.day)
    if on.is_future(today):
        raise CannotLookError(f"--on {on.iso} lies in the future (today is {today.isoformat()})")
    if not options.scope:
        raise CannotLookError("--scope names nothing; give content, references, or both with a comma between")
    if options.language and Scope.CONTENT not in options.scope:
        raise CannotLookError("--scope without content: a translation is signed when it was read as a whole")
    if options.section and options.language:
        raise CannotLookError("--section and --language cannot both be; a translation is signed as a whole")
    by = tuple(dict.fromkeys(options.by))
    return Signature(
        by, on, options.scope, options.section, _language(options.language), options.no_change_because
    )


def _sign(pages: Sequence[PageToSign], signature: Signature, build: BuildState, *, is_sure: bool) -> int:
    """Show every page, ask, and stamp them."""
    written = [stamped for page in pages if (stamped := _prepare(page, signature, build)) is not None]
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


def _prepare(page: PageToSign, signature: Signature, build: BuildState) -> bytes | None:
    """Show what changed on *page*, and return its bytes with the stamp; None, and why, where it cannot be signed."""
    print(f"{page.shown}: {printable(page.title)}")
    _show_changes(page, signature)
    if note := caution(page.record, signature):
        print(f"  Note: {note}.")
    for warning in page.warnings:
        print(printable(warning), file=sys.stderr)
    if page.warnings:
        why: str | None = "mend its warnings first"
    elif Scope.REFERENCES in signature.scope and not page.cites:
        why = "it cites nothing, so no reference was read; leave 'references' out of --scope"
    else:
        why = refusal(page.record, signature, page.now)
    if why is None:
        try:
            changes = stamp(page.record, page.entries, signature, page.now)
            text = edit_front_matter(page.text, changes, is_markdown=page.is_markdown)
        except CannotEdit as error:
            why = str(error)
        else:
            problems = front_matter_problems(text, build, is_markdown=page.is_markdown)
            if not problems:
                return text.encode()
            why = f"what would be written cannot be read back: {problems[0].message}"
    print(f"{page.shown} cannot be signed: {why}", file=sys.stderr)
    return None


def _show_changes(page: PageToSign, signature: Signature) -> None:
    """Show the last review of what is signed, and the words that have changed since."""
    before = review_before(page.record, signature)
    on = reviewed_before_on(page.record, signature)
    if before is None and on is None:
        print("  Never reviewed before: all of it is new.")
    elif before is None:
        print(
            f"  Last reviewed {on.iso if on else ''}, by nobody who is recorded: that day gives way to the new one."
        )
    else:
        print(f"  Last reviewed {before.on.iso} by {', '.join(before.by)}.")
        try:
            for line in changes_of(page, before, read_digest(signature, page.now)):
                print(f"  {line}")
        except CannotTellError as error:
            print(f"  Cannot show what changed since then: {error}.")


def _question(pages: Sequence[PageToSign], signature: Signature, build: BuildState) -> str:
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
    except (EOFError, UnicodeDecodeError):
        print()
        return False


def _write(pages: Sequence[PageToSign], contents: Sequence[bytes]) -> None:
    """Write *contents*: first all of it beside the pages, so that a full disk stops it before any page is signed.

    :raises CannotLookError: where a file cannot be written; the message says which pages were signed before it
    """
    prepared: list[Path] = []
    signed: list[str] = []
    try:
        for page, content in zip(pages, contents, strict=True):
            remove_leftovers(page.path)
            prepared.append(prepare(page.path, content))
        for page, path in zip(pages, prepared, strict=True):
            put_in_place(path, page.path)
            signed.append(page.shown)
    except (OSError, KeyboardInterrupt) as error:
        why = (
            f"{error.filename} cannot be written: {error.strerror}"
            if isinstance(error, OSError)
            else "stopped"
        )
        told = f"signed before it: {', '.join(signed)}" if signed else "nothing was signed"
        raise CannotLookError(f"{why}; {told}") from error
    finally:
        for path in prepared:
            path.unlink(missing_ok=True)
