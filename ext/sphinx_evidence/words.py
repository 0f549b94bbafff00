"""The extension's own words, in the language of the build."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from sphinx.locale import get_translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

CATALOG = "sphinx_evidence"


def translator() -> NullTranslations:
    """Return the catalogue of the language that the build is in."""
    return get_translator(CATALOG)


def babel_locale(config: Config) -> str:
    """Return the locale in which dates are written: that of the words, which are English without a catalogue."""
    language = str(config.language or "en").replace("-", "_")
    if not _is_translated(language):
        return "en"
    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return "en"


def language_classes(config: Config) -> list[str]:
    """Return the class from which docutils makes ``lang="en"`` for English words on a page in another language."""
    return [] if _is_translated(str(config.language or "en")) else ["language-en"]


def _is_translated(language: str) -> bool:
    return language.startswith("en") or type(translator()) is not NullTranslations


def setup_words(app: Sphinx) -> None:
    """Make the catalogues known to Sphinx."""
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locale"))
