"""One run at a time: a lock on the folder of the pages, which ends with the run, however that ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sphinx_evidence.commands.project import CannotLookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold *folder* for this run. No file is left behind, and other users of the machine meet the same lock.

    :raises CannotLookError: where another run holds it
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise CannotLookError(
            f"another review of {folder} is at work, or waits for its answer; begin again when it has ended"
        ) from None
    try:
        yield
    finally:
        os.close(handle)
