from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sphinx_evidence

PACKAGE = Path(sphinx_evidence.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MAY_READ_THE_CLOCK = {"config.py", "cli.py"}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime"}
CLOCK_OWNERS = {"datetime", "date", "time", "dt"}


def clock_calls(source: str) -> list[int]:
    """Return the lines on which *source* calls ``datetime.now()``, ``date.today()``, ``time.time()`` or their kin."""
    tree = ast.parse(source)
    owners, bare = set(CLOCK_OWNERS), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            owners |= {
                name.asname for name in node.names if name.asname and name.name in {"time", "datetime"}
            }
        elif isinstance(node, ast.ImportFrom) and node.module == "datetime":
            owners |= {name.asname for name in node.names if name.asname}
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            bare |= {name.asname or name.name for name in node.names}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in bare)
            or (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in CLOCKS
                and ast.unparse(node.func.value).rpartition(".")[2] in owners
            )
        )
    ]


def undocumented(source: str) -> list[str]:
    """Return the public modules, classes, functions and methods of *source* that have no docstring."""
    found: list[str] = []

    def visit(node: ast.Module | ast.ClassDef, where: str) -> None:
        if ast.get_docstring(node) is None:
            found.append(where or "the module")
        for child in node.body:
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            name = f"{where}.{child.name}".lstrip(".")
            if child.name.startswith("_"):
                continue
            if isinstance(child, ast.ClassDef):
                visit(child, name)
            elif ast.get_docstring(child) is None:
                found.append(name)

    visit(ast.parse(source), "")
    return found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import time\ntime.time()", [2]),
        ("import time as t\nt.time()", [2]),
        ("from time import time as clock\nclock()", [2]),
        ("from datetime import datetime, UTC\ndatetime.now(tz=UTC)", [2]),
        ("import datetime\ndatetime.datetime.now()\ndatetime.date.today()", [2, 3]),
        ("from datetime import date as day\nday.today()", [2]),
        ("settings.today\nsettings.date.isoformat()\nmatch.date()", []),
        ("def f(today): return today.isoformat()", []),
    ],
)
def test_the_search_finds_a_clock_under_any_name(source: str, lines: list[int]) -> None:
    assert clock_calls(source) == lines


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('"""M."""\ndef f(): pass', ["f"]),
        ('"""M."""\nclass A:\n "A."\n def m(self): pass\n def _m(self): pass', ["A.m"]),
        ("class A: pass", ["the module", "A"]),
        ('"""M."""\nasync def f(): pass', ["f"]),
        ('"""M."""\nclass _A:\n def m(self): pass', []),
    ],
)
def test_the_search_finds_what_has_no_docstring(source: str, names: list[str]) -> None:
    assert undocumented(source) == names


def test_the_walk_meets_the_whole_extension() -> None:
    names = {path.relative_to(PACKAGE).as_posix() for path in MODULES}
    assert {
        "__init__.py",
        "config.py",
        "review/dates.py",
        "frontmatter/block.py",
        "references/bibfiles.py",
    } <= names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_but_the_settings_and_the_command_reads_the_clock(path: Path) -> None:
    lines = clock_calls(path.read_text(encoding="utf-8"))
    assert not lines or path.relative_to(PACKAGE).as_posix() in MAY_READ_THE_CLOCK


def test_the_settings_read_the_clock_at_one_place() -> None:
    assert len(clock_calls((PACKAGE / "config.py").read_text(encoding="utf-8"))) == 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_everything_public_has_a_docstring(path: Path) -> None:
    assert undocumented(path.read_text(encoding="utf-8")) == []
