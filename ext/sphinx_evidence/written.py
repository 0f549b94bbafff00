"""What was written into an output folder: what each page showed last, and the files of pages that are gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.search import js_index

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

_SHOWN = ".evidence-shown"  # begins the name of our record in an output folder


def shown_path(builder: Builder) -> Path:
    """Return the file that holds what each page last showed: builders may share an output folder."""
    return Path(builder.outdir) / f"{_SHOWN}-{builder.name}.json"


def read_shown(builder: Builder) -> dict[str, str]:
    """Return for each page that *builder* wrote into its folder a digest of what it showed."""
    try:
        shown = json.loads(shown_path(builder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return shown if isinstance(shown, dict) else {}


def note_written(app: Sphinx, _doctree: nodes.document, docname: str) -> None:
    """Note which pages are written: a build of single files leaves the others as they were."""
    evidence_domain(app.env).build.written.add(docname)


def keep_shown(app: Sphinx, exception: Exception | None) -> None:
    """Keep what each page shows now, for the next build into this folder."""
    if exception is not None or app.builder.name == "gettext":
        return
    build = evidence_domain(app.env).build
    shown = {page: digest for page, digest in read_shown(app.builder).items() if page in build.shown}
    shown |= {page: digest for page, digest in build.shown.items() if page in build.written}
    write_whole(shown_path(app.builder), json.dumps(shown, indent=0, sort_keys=True))
    for docname in build.written:
        for suffix in app.config.source_suffix:
            if suffix != app.env.doc2path(docname).suffix:  # the page was written in another markup before
                _copied_source(app.builder, docname, suffix).unlink(missing_ok=True)


def remove_page(builder: Builder, docname: str) -> None:
    """Remove the files of a page that is gone: Sphinx leaves them, so that readers still find what was withdrawn.

    This is done before any page is written, since an EPUB takes every file that it finds.
    """
    for path in _page_files(builder, docname):
        _remove(path, Path(builder.outdir))


def _page_files(builder: Builder, docname: str) -> Iterator[Path]:
    """Yield the files that *builder* writes for one page."""
    outdir = Path(builder.outdir)
    if hasattr(builder, "get_outfilename"):
        yield Path(builder.get_outfilename(docname))
        for suffix in builder.config.source_suffix:
            yield _copied_source(builder, docname, suffix)
    elif suffix := getattr(builder, "out_suffix", ""):
        yield outdir / f"{docname}{suffix}"


def _copied_source(builder: Builder, docname: str, suffix: str) -> Path:
    """Return where a site holds a copy of a page that was written in a file of *suffix*."""
    added = builder.config.html_sourcelink_suffix
    return Path(builder.outdir) / "_sources" / f"{docname}{suffix}{'' if suffix == added else added}"


def _remove(path: Path, outdir: Path) -> None:
    """Remove a file and the folders that it leaves empty; what lies outside *outdir* is none of ours."""
    root = outdir.resolve()
    if not path.resolve().is_relative_to(root):
        return
    path.unlink(missing_ok=True)
    for folder in path.resolve().parents:
        if folder == root or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def forget_unused_words(app: Sphinx, exception: Exception | None) -> None:
    """Take the words that no page has any more out of the search index, where Sphinx keeps them with no page."""
    path = Path(app.outdir) / "searchindex.js"
    if exception is not None or app.builder.format != "html" or not path.is_file():
        return
    index = js_index.loads(path.read_text(encoding="utf-8"))
    unused = [
        (name, word) for name in ("terms", "titleterms") for word, pages in index[name].items() if pages == []
    ]
    for name, word in unused:
        del index[name][word]
    if unused:
        write_whole(path, js_index.dumps(index))


def leave_out_of_epub(_app: Sphinx, config: Config) -> None:
    """Keep our own record out of the EPUB, whose builder packs every file that it finds."""
    config.epub_exclude_files = [*config.epub_exclude_files, f"{_SHOWN}-epub.json"]


def setup_written(app: Sphinx) -> None:
    """Connect the record of what was written."""
    app.connect("config-inited", leave_out_of_epub)
    app.connect("doctree-resolved", note_written)
    app.connect("build-finished", keep_shown)
    app.connect("build-finished", forget_unused_words)
