"""What is worked out of all pages, in every build, after they are read and before any is written.

Nothing here depends on whether a page was read again: today may be another day, and a warning is told again on
every build until its cause is mended.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.citations.bibtex import (
    citation_problems,
    cited_keys,
    known_keys,
    shared_numbering,
)
from sphinx_evidence.config import read_settings
from sphinx_evidence.domain import BuildState, evidence_domain
from sphinx_evidence.files import write_whole
from sphinx_evidence.frontmatter.page import read_page
from sphinx_evidence.investigational.facts import read_facts
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.report import warn
from sphinx_evidence.review.people import missing_people_file, read_people
from sphinx_evidence.review.summary import ReferenceCounts, summarise
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.review.summary import ReviewSummary

SHOWN = ".evidence-shown.json"  # what each page last showed, in each output folder


def read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep the page's front matter; mend it only where MyST would have lost the whole of it."""
    filetype = app.config.source_suffix.get(app.env.doc2path(docname).suffix)
    is_markdown = filetype != "restructuredtext"
    domain = evidence_domain(app.env)
    source = printable(content[0])
    content[0] = domain.note_front_matter(docname, source, is_markdown=is_markdown)


def begin(app: Sphinx) -> None:
    """Read the settings and the people file, once a build."""
    settings, problems = read_settings(app.config)
    build = BuildState(settings, problems=[(problem, None) for problem in problems])
    path = Path(app.srcdir) / settings.people
    try:
        build.people, found = read_people(path.read_text(encoding="utf-8-sig"), str(path))
        build.problems += [(problem, None) for problem in found]
    except FileNotFoundError:
        build.people_path = str(path)
    except (OSError, UnicodeDecodeError) as error:
        message = f"this file cannot be read: {error}; save it as UTF-8"
        build.problems.append((Problem(ProblemCode.PEOPLE_FILE, message, 1, str(path)), None))
    evidence_domain(app.env).build = build


def assess(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Work out every page's summary, log every problem, and return the pages that must be written anew."""
    domain = evidence_domain(env)
    known = known_keys(env)
    for docname in sorted(env.all_docs):
        _assess_page(app, docname, known)
    for problem, page in domain.build.problems:
        warn(problem, page)
    citing, numbering = shared_numbering(env)
    shown = {
        docname: _fingerprint(domain.build.summaries[docname], numbering if docname in citing else "")
        for docname in sorted(env.all_docs)
    }
    before = _read_shown(Path(app.outdir) / SHOWN)
    domain.build.shown = shown
    return [docname for docname, digest in shown.items() if before.get(docname) != digest]


def _assess_page(app: Sphinx, docname: str, known: set[str]) -> None:
    env = app.env
    domain = evidence_domain(env)
    build = domain.build
    entries = domain.entries(docname)
    record, problems = read_page(entries, build.settings.today, build.people)
    problems += domain.noted_problems(docname)
    if env.config.evidence_citations:
        problems += citation_problems(env, docname, known)
    for path, line, options, is_empty in domain.data["notices"].get(docname, []):
        _facts, found = read_facts(options, build.settings.today)
        if is_empty:
            message = "this 'investigational' has no text; say what is being tested, and for whom"
            found.append(Problem(ProblemCode.INVESTIGATIONAL, message))
        problems += [Problem(problem.code, problem.message, line, path) for problem in found]
    if build.people_path and any(entry.key == "reviewed_by" for entry in entries):
        problem = missing_people_file(build.people_path)
        if (problem, None) not in build.problems:
            build.problems.append((problem, None))
    build.problems += [(problem, docname) for problem in problems]
    if any(fnmatchcase(docname, pattern) for pattern in build.settings.review_exclude):
        record = replace(record, exempt_reason="left out by evidence_review_exclude")
    cited = known & set(cited_keys(env, docname, app.tags))
    build.summaries[docname] = summarise(
        record,
        today=build.settings.today,
        default_interval=build.settings.review_interval,
        soon_days=build.settings.due_soon_days,
        people=build.people or {},
        digest=domain.data["digests"].get(docname),
        # Without a lock file no reference has been checked, and none counts as if it had.
        references=ReferenceCounts(cited=len(cited)),
    )


def _fingerprint(summary: ReviewSummary, numbering: str) -> str:
    """Return a digest of everything on a page that can change without an edit of it."""
    return hashlib.sha256(repr((summary, numbering)).encode()).hexdigest()[:16]


def _read_shown(path: Path) -> dict[str, str]:
    try:
        shown = json.loads(path.read_text(encoding="utf-8"))
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
    path = Path(app.outdir) / SHOWN
    shown = {page: digest for page, digest in _read_shown(path).items() if page in build.shown}
    shown |= {page: digest for page, digest in build.shown.items() if page in build.written}
    write_whole(path, json.dumps(shown, indent=0, sort_keys=True))


def leave_out_of_epub(_app: Sphinx, config: Config) -> None:
    """Keep our own record out of the EPUB, whose builder packs every file that it finds."""
    config.epub_exclude_files = [*config.epub_exclude_files, SHOWN]


def setup_assessment(app: Sphinx) -> None:
    """Connect the reading of front matter and what is worked out of it."""
    app.connect("config-inited", leave_out_of_epub)
    app.connect("builder-inited", begin, priority=300)  # before the .bib files, at 400
    app.connect("source-read", read_source)
    app.connect("env-updated", assess)
    app.connect("doctree-resolved", note_written)
    app.connect("build-finished", keep_shown)
