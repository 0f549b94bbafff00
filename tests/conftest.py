"""What all tests share: builds through sphinx.testing, and the tools that some tests need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sphinx.testing.util import SphinxTestApp

pytest_plugins = ["sphinx.testing.fixtures"]

REPOSITORY = Path(__file__).resolve().parents[1]
ROOTS = REPOSITORY / "tests" / "build" / "roots"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CONF = """
project = "Test"
extensions = ["myst_parser", "sphinx_evidence"]
exclude_patterns = ["_build", "_data"]
myst_enable_extensions = ["colon_fence"]
evidence_today = "2026-11-22"
"""
PEOPLE = """
- id: maintainers
  name: the guide's maintainers
  kind: group
  role: maintainer
"""


@dataclass
class Built:
    """One finished build."""

    app: SphinxTestApp
    outdir: Path
    warnings: list[str]

    def text(self, name: str) -> str:
        return (self.outdir / name).read_text(encoding="utf-8")

    def evidence_warnings(self) -> list[str]:
        return [line for line in self.warnings if "[evidence." in line]


Build = Callable[..., Built]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what the machine cannot run, except in CI, where nothing may be skipped."""
    if os.environ.get("CI") == "true":
        return
    missing = {
        "browser": None if chromium() else "no Chromium on PATH",
        "tex": None
        if all(map(shutil.which, ("lualatex", "latexmk", "rsvg-convert"))) and _has_tcolorbox()
        else "no LuaLaTeX, or no rsvg-convert",
        "poppler": None if shutil.which("pdftotext") else "no poppler-utils",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"{reason}: run `make system`"))


def _has_tcolorbox() -> bool:
    found = subprocess.run(["kpsewhich", "tcolorbox.sty"], check=False, capture_output=True)
    return found.returncode == 0


def chromium() -> str | None:
    """Return the path of a Chromium, whatever its name is here."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Build a project, once or again: give its files the first time, and what changed the next."""
    source = tmp_path / "source"
    apps: list[SphinxTestApp] = []

    def run(
        files: Mapping[str, str | bytes] | None = None,
        *,
        root: str | None = None,
        builder: str = "html",
        conf: str = "",
        parallel: int = 0,
        fatal: bool = False,
        freshenv: bool = False,
        filenames: list[Path] | None = None,
        builddir: Path | None = None,
        **settings: Any,
    ) -> Built:
        if not source.exists():
            if root is not None:
                shutil.copytree(ROOTS / root, source)
            source.mkdir(exist_ok=True)
            if not (source / "conf.py").exists():
                (source / "conf.py").write_text(CONF + conf, encoding="utf-8")
        for name, content in (files or {}).items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            raw = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(raw)
        while apps:
            apps.pop().cleanup()
        app = SphinxTestApp(
            builder,
            srcdir=source,
            builddir=builddir,
            confoverrides=settings,
            freshenv=freshenv,
            parallel=parallel,
            warningiserror=fatal,
        )
        apps.append(app)
        app.build(filenames=filenames or [])
        plain = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
        return Built(app, Path(app.outdir), [line for line in plain.splitlines() if line.strip()])

    yield run
    while apps:
        apps.pop().cleanup()
