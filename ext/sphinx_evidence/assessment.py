"""What is worked out of all pages, in every build, after they are read and before any is written.

Nothing here depends on whether a page was read again: today may be another day, and a warning is told again on
every build until its cause is mended.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.citations.bibtex import known_keys
from sphinx_evidence.citations.shown import references_shown
from sphinx_evidence.citations.uses import page_numbers, unknown_key_problems
from sphinx_evidence.config import read_settings
from sphinx_evidence.domain import BuildState, evidence_domain
from sphinx_evidence.frontmatter.page import NAMING_KEYS, read_page
from sphinx_evidence.investigational.facts import read_facts
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.relations import relations_digest
from sphinx_evidence.report import warn
from sphinx_evidence.review.people import missing_people_file, read_people
from sphinx_evidence.review.standing import Section
from sphinx_evidence.review.status_page import status_shown
from sphinx_evidence.review.summary import Now, ReferenceCounts, Terms, summarise, summarise_translation
from sphinx_evidence.spelling import did_you_mean, listed, quoted
from sphinx_evidence.text import printable
from sphinx_evidence.written import read_shown, remove_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.summary import ReviewSummary


OF_ANOTHER_PAGE = "is the digest of another page"


def read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep the page's front matter; mend it only where MyST would have lost the whole of it."""
    domain = evidence_domain(app.env)
    source = printable(content[0])
    content[0] = domain.note_front_matter(docname, source, is_markdown=is_markdown(app, docname))


def is_markdown(app: Sphinx, docname: str) -> bool:
    """Tell whether the page's front matter is a YAML block, not a field list."""
    filetype = app.config.source_suffix.get(app.env.doc2path(docname).suffix)
    return bool(filetype != "restructuredtext")


def begin(app: Sphinx) -> None:
    """Read the settings and the people file, once a build."""
    settings, problems = read_settings(app.config)
    build = BuildState(settings, app.builder, app.tags, problems=[(problem, None) for problem in problems])
    path = Path(app.srcdir) / settings.people
    try:
        build.people, found = read_people(path.read_text(encoding="utf-8-sig"), str(path), settings.today)
        build.problems += [(problem, None) for problem in found]
    except FileNotFoundError:
        build.people_path = str(path)
        if settings.owner:
            build.problems.append((missing_people_file(str(path)), None))
    except (OSError, UnicodeDecodeError) as error:
        message = f"this file cannot be read: {error}; save it as UTF-8"
        build.problems.append((Problem(ProblemCode.PEOPLE_FILE, message, 1, str(path)), None))
    if settings.owner and build.people is not None and settings.owner not in build.people:
        message = (
            f"evidence_owner: nobody in the people file has the id {quoted(settings.owner)}; give an id from there."
            f"{did_you_mean(settings.owner, build.people)}"
        )
        build.problems.append((Problem(ProblemCode.CONFIG, message, 1, "conf.py"), None))
    evidence_domain(app.env).build = build


def assess(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Work out every page's summary, log every problem, and return the pages that must be written anew."""
    domain = evidence_domain(env)
    known = known_keys(env)
    for docname in sorted(env.all_docs):
        _assess_page(app, docname, known)
    for problem, page in _without_repeats(domain.build.problems):
        warn(problem, page)
    relations = relations_digest(env)
    shown = {
        docname: _fingerprint(
            domain.build.summaries[docname],
            references_shown(env, docname),
            status_shown(env, docname),
            relations,
            str(domain.build.settings.due_soon_days),
        )
        for docname in sorted(env.all_docs)
    }
    before = read_shown(app.builder)
    for docname in before.keys() - shown.keys():
        remove_page(app.builder, docname)
    domain.build.shown = shown
    return [docname for docname, digest in shown.items() if before.get(docname) != digest]


def _assess_page(app: Sphinx, docname: str, known: AbstractSet[str]) -> None:
    env = app.env
    domain = evidence_domain(env)
    build = domain.build
    entries = domain.entries(docname)
    record, problems = read_page(entries, build.settings.today, build.people)
    problems += [*domain.noted_problems(docname), *_record_problems(env, docname, record)]
    if env.config.evidence_citations:
        problems += unknown_key_problems(env, docname, known)
    for path, line, options, is_empty in domain.data["notices"].get(docname, []):
        _facts, found = read_facts(options, build.settings.today)
        if is_empty:
            message = "this 'investigational' has no text; say what is being tested, and for whom"
            found.append(Problem(ProblemCode.INVESTIGATIONAL, message))
        problems += [Problem(problem.code, problem.message, line, path) for problem in found]
    if build.people_path and any(entry.key in NAMING_KEYS for entry in entries):
        problem = missing_people_file(build.people_path)
        if (problem, None) not in build.problems:
            build.problems.append((problem, None))
    build.problems += [(problem, docname) for problem in problems]
    if any(fnmatchcase(docname, pattern) for pattern in build.settings.review_exclude):
        record = replace(record, exempt_reason="left out by evidence_review_exclude")
    record = replace(record, owner=record.owner or build.settings.owner)
    numbers = page_numbers(env, docname)
    # Without a lock file no reference has been checked, and none counts as if it had.
    references = ReferenceCounts(cited=len(numbers))
    now = page_now(env, docname)
    settings = build.settings
    terms = Terms(settings.today, settings.review_interval, settings.due_soon_days, build.people or {})
    summary = summarise(record, now, references, terms)
    if now.translated not in {None, now.digest} and not record.exempt_reason:
        language = str(env.config.language).replace("-", "_")
        summary = summarise_translation(summary, language, now, terms)
    build.summaries[docname] = summary


def page_now(env: BuildEnvironment, docname: str) -> Now:
    """Return what the page says now."""
    data = evidence_domain(env).data
    sections = {name: Section(*told) for name, told in data["sections"].get(docname, {}).items()}
    return Now(data["digests"].get(docname), sections, data["translated"].get(docname))


def _record_problems(env: BuildEnvironment, docname: str, record: PageRecord) -> list[Problem]:
    """Return what is wrong with a page's review that only the pages themselves can tell."""
    data = evidence_domain(env).data
    lines = {entry.key: entry.line for entry in evidence_domain(env).entries(docname)}
    problems: list[Problem] = []
    recorded = [("review_digest", record.review_digest, "digests")]
    for _language, review in record.translation_reviews:
        recorded += [
            ("translation_reviews", review.original, "digests"),
            ("translation_reviews", review.digest, "translated"),
        ]
    for key, digest, kind in recorded:
        if (other := _other_page(digest, docname, data[kind])) is not None:
            message = (
                f"{key}: {digest} {OF_ANOTHER_PAGE}, {quoted(other)}; "
                "remove a review that came with it, and sign this page when it has been read"
            )
            problems.append(Problem(ProblemCode.REVIEW, message, lines[key]))
    sections = data["sections"].get(docname, {})
    for review in record.other_reviews:
        if review.section and review.section not in sections:
            message = (
                f"other_reviews: the page has no section {quoted(review.section)}; "
                f"its sections are {listed(sections)}.{did_you_mean(review.section, sections)}"
            )
            problems.append(Problem(ProblemCode.REVIEW, message, lines["other_reviews"]))
    return problems


def _other_page(recorded: str | None, docname: str, digests: dict[str, str]) -> str | None:
    """Return the page that says now what *recorded* was taken of, where *docname* does not."""
    if recorded is None or recorded == digests.get(docname):
        return None
    return min((page for page, digest in digests.items() if digest == recorded), default=None)


def _without_repeats(problems: Iterable[tuple[Problem, str | None]]) -> Iterable[tuple[Problem, str | None]]:
    """Return each problem once, also of a file that several pages include."""
    return {(problem, "" if problem.path else page): (problem, page) for problem, page in problems}.values()


def _fingerprint(summary: ReviewSummary, *shown: str) -> str:
    """Return a digest of everything on a page that can change without an edit of it."""
    return hashlib.sha256(repr((summary, shown)).encode()).hexdigest()[:16]


def setup_assessment(app: Sphinx) -> None:
    """Connect the reading of front matter and what is worked out of it."""
    app.connect("builder-inited", begin, priority=300)  # before the .bib files, at 400
    app.connect("source-read", read_source)
    app.connect("env-updated", assess)
