"""The extension's own words, in the language of the build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from sphinx.locale import get_translator

if TYPE_CHECKING:
    from gettext import NullTranslations

    from sphinx.application import Sphinx
    from sphinx.config import Config

CATALOG = "sphinx_evidence"


def translator() -> NullTranslations:
    """Return the catalogue of the language that the build is in."""
    return get_translator(CATALOG)


def babel_locale(config: Config) -> str:
    """Return the locale in which dates are written: the build's language where babel knows it."""
    language = str(config.language or "en")
    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


def setup_words(app: Sphinx) -> None:
    """Make the catalogues known to Sphinx."""
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locale"))
