"""Files are written whole or not at all. Pure of Sphinx."""

from __future__ import annotations

import os
import stat
import tempfile
from glob import escape
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path* in UTF-8: a reader, or a build that is killed, finds the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp's files are for their owner only, and a web server is another.
    put_in_place(prepare(path, text.encode(), 0o644), path)


def prepare(path: Path, content: bytes, mode: int | None = None) -> Path:
    """Write *content* beside *path*, and return where.

    :param mode: the permissions; those of *path* where None
    :raises OSError: where it cannot be written; then nothing is left of it
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        written.chmod(stat.S_IMODE(path.stat().st_mode) if mode is None else mode)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written


def remove_leftovers(path: Path) -> None:
    """Remove what a killed run has left of :func:`prepare` beside *path*."""
    for leftover in path.parent.glob(f".{escape(path.name)}.????????"):
        leftover.unlink(missing_ok=True)


def put_in_place(written: Path, path: Path) -> None:
    """Make *written*, which :func:`prepare` has returned for it, the file at *path*.

    :raises OSError: where it cannot be replaced; it is as it was then, and nothing is left beside it
    """
    try:
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
