"""The extension's words: in the build's language, and never taken for the author's."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup

from conftest import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build

PAGE = """---
status: investigational
last_reviewed_on: 2026-11
reviewed_by: [maintainers]
---
# The author's title

The author's words.

:::{investigational} The author's notice
:phase: 2

The author's body.
:::
"""


def test_gettext_takes_the_authors_words_and_none_of_ours(build: Build) -> None:
    built = build({"index.md": PAGE, "_data/people.yaml": PEOPLE}, builder="gettext")
    assert built.warnings == []
    messages = built.text("index.pot")
    for words in ("The author's title", "The author's words.", "The author's notice", "The author's body."):
        assert messages.count(f'msgid "{words}"') == 1, words
    for generated in ("Last reviewed", "Investigational", "replacement", "Phase", "clinician", "current"):
        assert generated not in messages


@pytest.mark.parametrize("language", ["es", "es_MX"])
def test_the_words_come_from_a_catalogue_and_dates_from_the_language(build: Build, language: str) -> None:
    built = build({"index.md": PAGE, "_data/people.yaml": PEOPLE}, language=language)
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    banner, notice = page.select_one(".evidence-review"), page.select_one(".evidence-notice")
    assert banner is not None
    assert notice is not None
    assert "Última revisión: noviembre de 2026, por the guide's maintainers" in banner.get_text()
    assert "Próxima revisión prevista: noviembre de 2027." in banner.get_text()
    assert "En investigación" in notice.get_text()
    assert not banner.has_attr("lang")


def test_a_project_can_bring_a_catalogue_of_another_language(build: Build, tmp_path: Path) -> None:
    catalogue = Catalog(locale="nn")
    catalogue.add("Investigational", "Under utprøving")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    folder = tmp_path / "locale" / "nn" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "sphinx_evidence.mo").write_bytes(compiled.getvalue())
    conf = f"def setup(app):\n    app.add_message_catalog('sphinx_evidence', {str(tmp_path / 'locale')!r})\n"
    built = build({"index.md": PAGE, "_data/people.yaml": PEOPLE}, conf=conf, language="nn")
    assert "Under utprøving" in built.text("index.html")


def test_without_a_catalogue_the_words_are_english_with_english_dates_and_say_so(build: Build) -> None:
    built = build({"index.md": PAGE, "_data/people.yaml": PEOPLE}, language="nn")
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert page.select_one("html[lang=nn]") is not None
    banner = page.select_one(".evidence-review[lang=en]")
    assert banner is not None
    assert "Last reviewed: November 2026 by" in banner.get_text()
    assert page.select_one(".evidence-notice[lang=en]") is not None


def test_a_template_is_filled_once_whatever_a_name_contains(build: Build) -> None:
    people = PEOPLE.replace("the guide's maintainers", '"{due} {x} 100%"')
    built = build({"index.md": PAGE, "_data/people.yaml": people})
    assert "by {due} {x} 100%, who are not clinicians" in built.text("index.html")
