"""What readers can take away: references as files for other programs, and the page itself as a citation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_evidence.citations.bibtex import reference_of
from sphinx_evidence.citations.lists import copy_words, part_nodes
from sphinx_evidence.citations.nodes import cite_this_page, export_link
from sphinx_evidence.citations.sources import citing_pages
from sphinx_evidence.citations.uses import page_numbers
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.files import write_whole
from sphinx_evidence.references.exports.bibtex import bibtex
from sphinx_evidence.references.exports.csl import csl_json
from sphinx_evidence.references.exports.ris import ris
from sphinx_evidence.references.identifiers import in_path
from sphinx_evidence.references.this_page import page_reference
from sphinx_evidence.references.vancouver import vancouver
from sphinx_evidence.tree import main_part
from sphinx_evidence.words import language_classes, translator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.references.model import Reference

_FORMATS = {"bib": ("BibTeX", bibtex), "ris": ("RIS", ris), "json": ("CSL-JSON", csl_json)}
_NO_SITES = {"applehelp", "devhelp", "epub", "htmlhelp", "qthelp", "singlehtml"}
_FOLDER = "_references"  # of the pages' files, in the site
_SITE = "references"  # the name of the site's files


def is_site(builder: Builder) -> bool:
    """Return whether *builder* writes a site of many pages, where files can lie beside them."""
    return builder.format == "html" and builder.name not in _NO_SITES


def downloads(env: BuildEnvironment, docname: str, *, of_site: bool) -> list[nodes.Node]:
    """Return the line that offers the references of the page, or of the site, as files."""
    builder = evidence_domain(env).build.builder
    if not is_site(builder):
        return []
    words = translator()
    said = (
        words.gettext("All references as files:") if of_site else words.gettext("These references as files:")
    )
    line = nodes.paragraph(
        "", f"{said} ", classes=["evidence-downloads", "no-search", *language_classes(env.config)]
    )
    base = _SITE if of_site else in_path(f"{_FOLDER}/{docname}")
    for number, (suffix, (name, _export)) in enumerate(_FORMATS.items()):
        address = relative_uri(builder.get_target_uri(docname), f"{base}.{suffix}")
        line += [nodes.Text(" · ")] if number else []
        line += export_link("", name, refuri=address, internal=True)
    return [line]


def write_exports(app: Sphinx, exception: Exception | None) -> None:
    """Write the references of each page and of the site, and remove the files of pages that cite no more."""
    if exception is not None or not is_site(app.builder):
        return
    outdir = Path(app.outdir)
    wanted: set[Path] = set()
    if app.config.evidence_citations and app.config.bibtex_bibfiles:
        for docname in app.env.all_docs:
            if keys := page_numbers(app.env, docname):
                wanted |= _write(app.env, outdir / _FOLDER / docname, keys)
        _write(app.env, outdir / _SITE, sorted(citing_pages(app.env)))
    elif (outdir / _FOLDER).is_dir():
        for suffix in _FORMATS:
            (outdir / f"{_SITE}.{suffix}").unlink(missing_ok=True)
    _remove_others(outdir / _FOLDER, wanted)


def _remove_others(folder: Path, wanted: AbstractSet[Path]) -> None:
    """Remove the files of pages that cite no more, or are gone, and the folders that this leaves empty."""
    for path in sorted([folder, *folder.rglob("*")], reverse=True):
        if path.suffix.removeprefix(".") in _FORMATS and path not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _write(env: BuildEnvironment, base: Path, keys: Iterable[str]) -> set[Path]:
    references = [reference_of(env, key) for key in keys]
    paths = {Path(f"{base}.{suffix}"): export for suffix, (_name, export) in _FORMATS.items()}
    for path, export in paths.items():
        write_whole(path, export(references))
    return set(paths)


class CiteThisPage(SphinxPostTransform):
    """Adds to each page with a review record how it is cited itself."""

    default_priority = 8  # after the page's own list (7)

    def run(self, **_kwargs: object) -> None:
        """Add the box at the page's end."""
        domain = evidence_domain(self.env)
        summary = domain.build.summaries.get(self.env.docname)
        if not is_site(domain.build.builder) or summary is None or summary.record.exempt_reason:
            return
        words = translator()
        box = cite_this_page(summary=words.gettext("Cite this page"), words=copy_words())
        box["classes"] += ["no-search", *language_classes(self.config)]
        reference = self.reference()
        box += nodes.paragraph(
            "", "", *part_nodes(vancouver(reference, words)), classes=["evidence-cite-text"]
        )
        entry = bibtex([reference])
        box += nodes.literal_block("", entry, classes=["evidence-cite-bibtex"])  # not highlighted
        main_part(self.document).append(box)

    def reference(self) -> Reference:
        """Return the page as a reference."""
        domain = evidence_domain(self.env)
        docname = self.env.docname
        base = str(self.config.html_baseurl).rstrip("/")
        return page_reference(
            docname,
            title=self.env.titles[docname].astext(),
            site=_given(self.config, "project"),
            author=_given(self.config, "author"),
            address=f"{base}/{domain.build.builder.get_target_uri(docname)}" if base else "",
            reviewed=domain.build.summaries[docname].record.last_reviewed_on,
            digest=domain.data["digests"].get(docname),
            version=str(self.config.version),
            words=translator(),
        )


def _given(config: Config, name: str) -> str:
    """Return a setting, and nothing where it is Sphinx's own "Author name not set"."""
    value = str(config[name])
    return "" if value == Config.config_values[name].default else value


def setup_takeaway(app: Sphinx) -> None:
    """Connect the files and the box."""
    app.add_post_transform(CiteThisPage)
    app.connect("build-finished", write_exports)
