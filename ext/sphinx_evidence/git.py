"""What git knows of a page: when it was last changed, and what was changed since a review.

A repository may be missing, shallow, or not know the page: then it is said that git cannot tell.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sphinx_evidence.text import printable

_SECONDS = 60  # for one question
_HUNK = re.compile(r"@@ -\S+ \+(?P<line>[0-9]+)\S* @@")


class CannotTellError(Exception):
    """Git cannot answer; the message says why."""


class Commit(NamedTuple):
    """A commit that changed a page.

    :ivar path: the page's path then, relative to the repository's top
    """

    sha: str
    on: date
    path: str


def last_commit(page: Path) -> Commit:
    """Return the last commit that changed *page*.

    :raises CannotTellError: where it has changes that are not committed, or git does not know
    """
    if _git(page.parent, "status", "--porcelain", "--", page.name).strip():
        raise CannotTellError(f"{page.name} has changes that are not committed")
    return _commit(page)


def commit_of(page: Path, words: str) -> Commit:
    """Return the last commit that put *words* into *page*, or took them out.

    :raises CannotTellError: where there is none, or git does not know
    """
    return _commit(page, f"-S{words}")


def is_changed(path: Path, since: Commit) -> bool:
    """Tell whether a file, which may be binary, is not as it was in *since*.

    :raises CannotTellError: where git does not know
    """
    return bool(_git(path.parent, "diff", "--name-only", "--no-ext-diff", since.sha, "--", path.name).strip())


def words_changed(page: Path, since: Commit) -> list[str]:
    """Return the words of *page* that were changed since *since*, with the words around them, line by line.

    ``[-gone-]`` and ``{+new+}``, as ``git diff --word-diff`` marks them.

    :raises CannotTellError: where git does not know
    """
    before = _git(page.parent, "show", f"{since.sha}:{since.path}")
    with tempfile.TemporaryDirectory(prefix="sphinx-evidence-") as folder:
        old = Path(folder) / page.name
        old.write_text(before, encoding="utf-8", newline="")
        # A page that git takes for a binary file would show no words, as if none had changed: --text.
        plain = ("--text", "--no-ext-diff", "--no-textconv", "--no-color")
        options = ("--no-index", "--word-diff=plain", "-U1", *plain)
        found = _git(page.parent, "diff", *options, "--", str(old), str(page), differs=True)
    lines = found.splitlines()
    first = next((number for number, line in enumerate(lines) if _HUNK.match(line)), len(lines))
    told: list[str] = []
    for line in lines[first:]:
        hunk = _HUNK.match(line)
        told.append(f"line {hunk['line']}:" if hunk else f"  {printable(line)}")
    return told


def _commit(page: Path, *options: str) -> Commit:
    # With -z names stand as they are, unquoted.
    asked = ("log", "--follow", "-1", "-z", "--format=%H %as %P", "--name-only", "--no-show-signature")
    told = _git(page.parent, *asked, *options, "--", page.name)
    head, _end, names = told.partition("\0\n")
    if not head:
        raise CannotTellError(f"no commit of this repository tells of it for {page.name}")
    sha, day, *parents = head.split()
    if not parents and _git(page.parent, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise CannotTellError("this repository is a shallow clone, which lacks the history")
    try:
        return Commit(sha, date.fromisoformat(day), names.removesuffix("\0"))
    except ValueError:
        raise CannotTellError(f"the day of commit {sha[:10]}, {day}, is not in the calendar") from None


def _git(folder: Path, *arguments: str, differs: bool = False) -> str:
    """Return what git answers in *folder*.

    :param differs: whether an exit status of 1 is an answer too
    """
    plain = {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and every name from outside comes after `--` or an option
            ["git", "-c", "core.quotePath=false", *arguments],  # noqa: S607  # the git that its user runs
            cwd=folder,
            env=os.environ | plain,
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        raise CannotTellError("git is not installed") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotTellError(f"git did not answer: {error}") from None
    # `git diff` ends with 1 also where it cannot read a file; then it prints nothing.
    if done.returncode and not (differs and done.returncode == 1 and done.stdout):
        told = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        if "not a git repository" in told[0]:
            raise CannotTellError("there is no git repository")
        raise CannotTellError(f"git says: {printable(told[0])}")
    return done.stdout.decode("utf-8", "replace")
