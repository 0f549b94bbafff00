"""What several unit tests share: hostile texts, and a limit on how long a parser may take."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

settings.register_profile("unit", deadline=None, derandomize=True, database=None, max_examples=200)
settings.load_profile("unit")

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "latex input": r"\input{/etc/passwd}",
    "latex comment": "100 % sure",
    "latex specials": "a_b^c & $d$ #e ~f",
    "latex control": "^^M ^^5cinput",
    "template": "{0} {name} {date.__class__} %s %(x)s",
    "nul": "a\x00b",
    "ansi": "\x1b[31mred\x1b[0m",
    "right to left": "\u202egnp.exe",
    "zero width": "a\u200bb\ufeffc",
    "line separators": "a\u2028b\x85c",
    "astral": "𝔘𝔫𝔦 😀",
    "long": "x" * 100_000,
    "braces": "{" * 500 + "}" * 500,
    "python tag": "!!python/object/apply:os.system [ls]",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each hostile text to a test that asks for ``hostile``."""
    if "hostile" in metafunc.fixturenames:
        metafunc.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())


@contextmanager
def _quickly() -> Iterator[None]:
    start = time.perf_counter()
    yield
    taken = time.perf_counter() - start
    assert taken < 5, f"took {taken:.1f} s, where linear work takes a fraction of one"


@pytest.fixture
def quickly() -> Callable[[], AbstractContextManager[None]]:
    """Return a block that fails where its work grows faster than its input."""
    return _quickly
