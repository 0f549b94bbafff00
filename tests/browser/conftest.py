"""A real Chromium on the built examples and the built guide; nothing else may be asked of the network."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.citation_page import site
from conftest import REPOSITORY, chromium

if TYPE_CHECKING:
    from pathlib import Path

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = REPOSITORY / "tests" / "examples"
    return _site(tmp_path_factory.mktemp("examples"), source, "-D", "evidence_reader_day=1")


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _site(tmp_path_factory.mktemp("guide"), REPOSITORY / "docs", "-c", str(REPOSITORY))


def _site(outdir: Path, source: Path, *options: str) -> Path:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", *options, str(source), str(outdir)]
    subprocess.run([*command, "-d", str(outdir.parent / f"{outdir.name}-doctrees")], check=True)
    return outdir


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def card_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (site(tmp_path_factory, "furo") / "index.html").as_uri()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page on a given day, and fail where it asks anybody but its own site."""
    contexts = []
    foreign: list[str] = []

    def run(url: str, *, today: str | None = None, timezone: str = "UTC", **options: Any) -> Page:
        context = browser.new_context(timezone_id=timezone, **options)
        contexts.append(context)
        page = context.new_page()
        own = ("file://", "http://127.0.0.1:", "data:")
        page.on(
            "request",
            lambda request: foreign.append(request.url) if not request.url.startswith(own) else None,
        )
        if today is not None:
            page.clock.set_fixed_time(today)
        page.goto(url)
        return page

    yield run
    for context in contexts:
        context.close()
    assert foreign == []
