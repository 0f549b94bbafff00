"""The guide itself: strict in every builder, its article cited, and its documents true to the code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from pybtex.database import parse_file

from conftest import REPOSITORY
from sphinx_evidence.config import SETTINGS
from sphinx_evidence.frontmatter.page import KEYS
from sphinx_evidence.investigational.facts import OPTIONS
from sphinx_evidence.investigational.status import Status
from sphinx_evidence.problems import ProblemCode
from sphinx_evidence.review.states import ContentState, DateState

if TYPE_CHECKING:
    from pathlib import Path

DOCS = REPOSITORY / "docs"
OVERVIEW = (DOCS / "overview.md").read_text(encoding="utf-8")


def build(outdir: Path, builder: str, source: Path = DOCS, doctrees: Path | None = None) -> None:
    kept = doctrees or outdir.parent / "doctrees"
    options = ["-W", "--keep-going", "-n", "-q", "-b", builder, "-d", str(kept)]
    confdir = REPOSITORY if source == DOCS else source
    command = [sys.executable, "-m", "sphinx", *options, "-c", str(confdir), str(source), str(outdir)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def doctrees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the guide, read once, is kept for several builders."""
    return tmp_path_factory.mktemp("doctrees")


@pytest.mark.parametrize(
    "builder",
    [
        "html",
        "dirhtml",
        "singlehtml",
        "epub",
        pytest.param("latex", marks=pytest.mark.tex),  # the diagrams become PDF files
        "text",
        "man",
        "texinfo",
        "gettext",
    ],
)
def test_the_guide_builds_without_a_warning(tmp_path: Path, doctrees: Path, builder: str) -> None:
    own = None if builder == "gettext" else doctrees  # it numbers the paragraphs that it reads
    build(tmp_path / "out", builder, doctrees=own)


def test_every_example_is_shown_in_the_extensions_documentation(tmp_path: Path) -> None:
    build(tmp_path / "out", "html", REPOSITORY / "tests" / "examples")
    page = (DOCS / "contributing" / "extension.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\{example\}`([\w-]+)`", page))
    built = {path.stem for path in (tmp_path / "out").glob("*.html")} - {"index", "genindex", "search"}
    assert linked == built


def test_the_documentation_lists_what_the_code_has(tmp_path: Path) -> None:
    build(tmp_path / "out", "text")
    page = (tmp_path / "out" / "contributing" / "extension.txt").read_text(encoding="utf-8")
    for name in (
        *(setting.name for setting in SETTINGS),
        *(f"evidence.{code}" for code in ProblemCode),
        *KEYS,
        *OPTIONS,
        *Status,
    ):
        assert f'"{name}"' in page or f"\n{name}\n" in page, name


def test_the_examples_show_every_state_status_and_option(tmp_path: Path) -> None:
    examples = REPOSITORY / "tests" / "examples"
    build(tmp_path / "out", "html", examples)
    written = json.loads((tmp_path / "out" / "pages.json").read_text(encoding="utf-8"))
    schema = json.loads((tmp_path / "out" / "pages.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(written)
    pages = written["pages"]
    reviews = [page["review"] for page in pages if page["review"]]
    assert {review["date_state"] for review in reviews} == set(DateState)
    assert {review["content_state"] for review in reviews} == set(ContentState)
    assert {status["status"] for page in pages for status in page["statuses"]} == set(Status)
    sources = "\n".join(path.read_text(encoding="utf-8") for path in examples.glob("*.*"))
    for word in (*KEYS, *(f":{option}:" for option in OPTIONS)):
        assert word in sources, word


def test_the_article_cites_at_least_thirty_references() -> None:
    cited = {key for group in re.findall(r"\{cite:[pt]\}`([^`]+)`", OVERVIEW) for key in group.split(",")}
    assert len(cited) >= 30


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("doi", r"10\.[0-9]{4,9}/\S+"),
        ("pmid", r"[0-9]{1,8}"),
        ("pmcid", r"PMC[0-9]+"),
        ("url", r"https://\S+"),
    ],
)
def test_every_identifier_has_its_form(field: str, form: str) -> None:
    entries = parse_file(DOCS / "_data" / "references.bib").entries
    values = [entry.fields[field] for entry in entries.values() if field in entry.fields]
    assert len(values) > 5
    assert [value for value in values if not re.fullmatch(form, value)] == []


def test_the_readme_names_no_command_that_does_not_exist() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert set(re.findall(r"\bmake ([a-z]+)\b", text)) <= targets


def test_the_links_of_readme_and_contributing_lead_to_files() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert (REPOSITORY / target).is_file(), target


def test_the_locks_hold_hashes_and_no_address() -> None:
    locks = list((REPOSITORY / "requirements").glob("*.lock"))
    assert len(locks) == 2
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
        assert len(pinned) > 40
        assert text.count("--hash=sha256:") > len(pinned)
