"""What is written beside the pages: style, script, ``pages.json`` and its schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.files import write_whole
from sphinx_evidence.review.pages_json import PageEntry, pages_json

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_STYLES = (
    "evidence.css",
    "evidence-cards.css",
    "evidence-citations.css",
    "evidence-sheets.css",
    "evidence-status.css",
)
_SCRIPTS = ("evidence-review.js", "evidence-citations.js", "evidence-copy.js")
_SCHEMA = _HERE / "review" / "pages.schema.json"


def add_static_files(app: Sphinx, config: Config) -> None:
    """Give Sphinx our style, script and LaTeX package, each a file of its own: no page has inline code."""
    config.html_static_path = [
        *config.html_static_path,
        *(str(_STATIC / name) for name in (*_STYLES, *_SCRIPTS)),
    ]
    config.latex_additional_files = [
        *config.latex_additional_files,
        str(_STATIC / "latex" / "sphinxevidence.sty"),
    ]
    for name in _STYLES:
        app.add_css_file(name)
    for name in _SCRIPTS:
        app.add_js_file(name, loading_method="defer")


def write_pages_json(app: Sphinx, exception: Exception | None) -> None:
    """Write ``pages.json`` and its schema into a site; other outputs have no use for them."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    domain = evidence_domain(app.env)
    pages = [
        PageEntry(
            docname=docname,
            title=app.env.titles[docname].astext(),
            url=app.builder.get_target_uri(docname),
            digest=domain.data["digests"].get(docname),
            summary=summary,
        )
        for docname, summary in domain.build.summaries.items()
    ]
    text = pages_json(pages, str(app.config.project), domain.build.settings.today)
    write_whole(Path(app.outdir) / "pages.json", text)
    write_whole(Path(app.outdir) / "pages.schema.json", _SCHEMA.read_text(encoding="utf-8"))


def setup_outputs(app: Sphinx) -> None:
    """Connect what is written beside the pages."""
    app.connect("config-inited", add_static_files)
    app.add_latex_package("sphinxevidence")
    app.connect("build-finished", write_pages_json)
