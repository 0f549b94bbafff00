"""The guide as it is read, once; and a fresh clone to run a newcomer's and a host's commands in.

One clone serves all workers, held by one test at a time.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guide_pages import read_guide
from reading_level import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guide_pages import Guide

REPOSITORY = Path(__file__).resolve().parents[2]
# What the outer `make test` and its pytest say to themselves.
OUTER = ("PYTEST_", "COV_", "COVERAGE_", "MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTHONPATH", "SOURCE_DATE_EPOCH")
# How pip ends after its retries.
NO_NETWORK = re.compile(
    r"connection broken by.*^ERROR: (?:No matching|Could not install)", re.DOTALL | re.MULTILINE
)
LIMIT = 600  # seconds for one command


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return read_guide(tmp_path_factory.mktemp("guide"))


@pytest.fixture(scope="session")
def names(guide: Guide) -> list[str]:
    """Names of diseases, medicines and cells, and the words of the glossary: none of them makes a sentence hard."""
    return [*NAMES.read_text(encoding="utf-8").splitlines(), *guide.glossary]


@contextmanager
def _held(path: Path) -> Iterator[None]:
    with path.open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def shared_clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy what git knows or would add, so that uncommitted work counts, and .venv and build do not."""
    base = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        base = base.parent
    lock, users, clone = base / "clone.lock", base / "clone.users", base / "clone"
    user = users / (worker or "main")
    with _held(lock):
        users.mkdir(exist_ok=True)
        user.touch()
        if not clone.exists():
            _copy_checkout(clone)
    yield clone
    with _held(lock):
        user.unlink()
        if not any(users.iterdir()):
            shutil.rmtree(clone)


def _copy_checkout(target: Path) -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout
    for name in {os.fsdecode(raw) for raw in listing.split(b"\0") if raw}:
        source = REPOSITORY / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


@pytest.fixture
def clone(shared_clone: Path) -> Iterator[Path]:
    """Hold the clone. Its .venv may be there, made by the Makefile for the test before; what was built is gone."""
    with _held(shared_clone.with_name("clone.lock")):
        shutil.rmtree(shared_clone / "build", ignore_errors=True)
        yield shared_clone


@pytest.fixture
def shell(clone: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run commands in the clone, as if pytest were not there."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(OUTER)}

    def run(command: str, *, by: str = "sh -e", **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*by.split(), "-c", command],
            cwd=clone,
            env=outside | env,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
        )
        if done.returncode and NO_NETWORK.search(done.stdout) and os.environ.get("CI") != "true":
            pytest.skip(f"`{command}`: pip finds no network here")
        return done

    return run
