"""A reviewed page reads the same in each theme that the tutorial names: on a phone, in light and in dark."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.measures import CONTRAST
from conftest import CONF, PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser
THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme")
# How a reader's choice of dark is made known to a page; the others have no dark side.
DARK = dict.fromkeys(
    ("pydata_sphinx_theme", "sphinx_book_theme"), "document.documentElement.dataset.theme = 'dark'"
)
PAGE = """---
status:
  MSC: investigational
  HSCT: specialist use
  Alofisel: withdrawn (Alofisel, EU, 2024-12)
last_reviewed_on: 2025-11-20
reviewed_by: [maintainers]
review_digest: v1-00000000000000000000000000000000
review_scope: content
other_reviews:
  - 2025-05-11 by maintainers (section what-it-is-like)
notice: 2026-11-20 A made-up trial was stopped.
---
# A page of many reviews

Words of the page {cite:p}`A2020`.

:::{investigational} Cells for everybody
:phase: 2

Nobody knows yet.
:::

## What it is like

Words.

```{toctree}
state
```
"""
STATE = "---\nreview: none (built)\n---\n# State\n\n```{review-status}\n```\n\n```{review-people}\n```\n"
BIB = "@article{A2020,\n  author = {Roe, Jane},\n  title = {Cells},\n  journal = {J},\n  year = {2020},\n}\n"
OURS = ".evidence-review, .evidence-notice"


@pytest.fixture(scope="module", params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason=f"{request.param} cannot be installed with this docutils")
    return str(request.param)


@pytest.fixture(scope="module")
def site(theme: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp(theme)
    (source / "_data").mkdir()
    conf = f'{CONF}html_theme = "{theme}"\nbibtex_bibfiles = ["_data/references.bib"]\nevidence_reader_day = False\n'
    files = {"conf.py": conf, "index.md": PAGE, "state.md": STATE, "_data/people.yaml": PEOPLE}
    for name, text in (files | {"_data/references.bib": BIB}).items():
        (source / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", str(source), str(source / "out")]
    subprocess.run(command, check=True)
    return source / "out"


@pytest.fixture(params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=["light", "dark"])
def page(site: Path, theme: str, width: int, open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    viewport = {"width": width, "height": 800}
    page = open_page((site / "index.html").as_uri(), viewport=viewport, color_scheme=request.param)
    if request.param == "dark" and theme in DARK:
        page.evaluate(DARK[theme])
    return page


def stand_in_order(page: Page) -> None:
    boxes = page.locator(OURS)
    told = [box.get_attribute("class") or "" for box in boxes.all()]
    kinds = ["evidence-changed", "evidence-review", "evidence-investigational", "evidence-specialist-use"]
    assert [kind in classes for kind, classes in zip(kinds, told, strict=False)] == [True] * 4
    shown = [page.locator("h1").first, *boxes.all()[:5], page.get_by_text("Words of the page")]
    tops = [one.evaluate("tag => tag.getBoundingClientRect().top") for one in shown]
    assert tops == sorted(tops)
    for box in boxes.all():
        expect(box).to_be_visible()


def have_contrast(page: Page) -> None:
    words = page.locator(
        ".evidence-review p, .evidence-review span, .evidence-notice p, .evidence-notice strong, .evidence-notice li"
    ).all()
    assert len(words) > 12
    for word in words:
        assert word.evaluate(CONTRAST) >= 4.5, word.inner_text()


def are_not_covered(page: Page) -> None:
    for box in page.locator(OURS).all():
        paint = box.evaluate(
            "tag => [tag, ...tag.querySelectorAll('*')].flatMap(one => ['::before', '::after'].map(part =>"
            " getComputedStyle(one, part).content)).filter(content => content !== 'none' && content !== 'normal')"
        )
        assert paint == []
    for word in page.locator(".evidence-word").all():
        clear = word.evaluate(
            "tag => { tag.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const box = tag.getBoundingClientRect();"
            " return tag === document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) }"
        )
        assert clear


def test_the_words_stand_between_title_and_text_and_can_be_read(page: Page) -> None:
    stand_in_order(page)
    have_contrast(page)
    are_not_covered(page)


def test_it_holds_on_a_phone_and_on_paper_and_its_head_names_the_feed(
    site: Path, open_page: OpenPage
) -> None:
    for name in ("index", "state"):
        page = open_page(
            (site / f"{name}.html").as_uri(), viewport={"width": 360, "height": 700}, is_mobile=True
        )
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [360, 360]
        feed = page.locator("link[rel=alternate][type='application/atom+xml']")
        assert feed.evaluate("link => link.href") == (site / "reviews.atom").as_uri()
    assert (site / "reviews.atom").is_file()
    page = open_page((site / "index.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator(".evidence-review")).to_be_visible()
    expect(page.get_by_text("Next review due: November 20, 2026").first).to_be_visible()
