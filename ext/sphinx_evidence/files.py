"""Files are written whole or not at all. Pure of Sphinx."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path* in UTF-8: a reader, or a build that is killed, finds the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)  # mkstemp's files are for their owner only, and a web server is another
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
