"""After every edit the second build's output equals a clean build's, file for file."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Build, Built

pytestmark = pytest.mark.slow  # two builds an edit

CONF = """
extensions = ["myst_parser", "sphinx_evidence"]
bibtex_bibfiles = ["references.bib"]
html_theme = "furo"
html_baseurl = "https://guide.example/"
"""
FOLDERS = ("", "conditions/", "safety/deep/")
NOT_OUTPUT = (".buildinfo", ".doctrees")


@dataclass
class Page:
    title: str
    citations: list[str] = field(default_factory=list)
    heading: str = "Part"

    def text(self) -> str:
        lines = [f"# {self.title}", "", "Words."]
        lines += [f"A finding {citation}." for citation in self.citations]
        return "\n\n".join([*lines, f"## {self.heading}", "More words.", ""])


@dataclass
class Project:
    """A project that random edits change."""

    random: random.Random
    source: Path
    pages: dict[str, Page] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def files(self) -> dict[str, str | bytes]:
        toctree = "\n".join(sorted(self.pages))
        linked = next(iter(sorted(self.pages)), "references")
        index = f"# Start\n\nSee {{doc}}`{linked}`.\n\n```{{toctree}}\n{toctree}\nreferences\n```\n"
        bib = "".join(
            f"@article{{{key},\n author = {{Known, Anna}},\n title = {{{{{title}}}}},\n"
            " journal = {Journal},\n year = {2020},\n}\n"
            for key, title in self.entries.items()
        )
        files: dict[str, str | bytes] = {f"{name}.md": page.text() for name, page in self.pages.items()}
        references = "# All references\n\n```{references}\n:scope: site\n```\n"
        return {**files, "index.md": index, "references.md": references, "references.bib": bib}

    def new_name(self, what: str) -> str:
        self.made += 1
        return f"{what}{self.made}"

    def some_page(self) -> Page:
        return self.pages[self.random.choice(sorted(self.pages))]

    def some_keys(self) -> str:
        return ",".join(
            self.random.sample(sorted(self.entries), k=min(len(self.entries), self.random.randint(1, 4)))
        )

    def add_page(self) -> None:
        name = self.random.choice(FOLDERS) + self.new_name("page")
        self.pages[name] = Page(self.new_name("Title "))

    def add_citation(self) -> None:
        form = self.random.choice(("p", "t", "alp", "year", "empty"))
        citations = self.some_page().citations
        citations.insert(self.random.randint(0, len(citations)), f"{{cite:{form}}}`{self.some_keys()}`")

    def remove_citation(self) -> None:
        for page in self.pages.values():
            if page.citations:
                page.citations.pop(self.random.randrange(len(page.citations)))
                return

    def add_entry(self) -> None:
        self.entries[self.new_name("Key")] = self.new_name("Article ")

    def edit_entry(self) -> None:
        self.entries[self.random.choice(sorted(self.entries))] = self.new_name("Corrected article ")

    def rename_key(self) -> None:
        old, new = self.random.choice(sorted(self.entries)), self.new_name("Renamed")
        self.entries = {new if key == old else key: title for key, title in self.entries.items()}
        for page in self.pages.values():
            page.citations = [
                citation.replace(f"`{old}`", f"`{new}`")
                .replace(f"{old},", f"{new},")
                .replace(f",{old}", f",{new}")
                for citation in page.citations
            ]

    def rename_key_but_not_where_it_is_cited(self) -> None:
        old, new = self.random.choice(sorted(self.entries)), self.new_name("Orphan")
        self.entries = {new if key == old else key: title for key, title in self.entries.items()}

    def move_page(self) -> None:
        name = self.random.choice(sorted(self.pages))
        page = self.pages.pop(name)
        (self.source / f"{name}.md").unlink()
        self.pages[self.random.choice(FOLDERS) + self.new_name("moved")] = page

    def delete_page(self) -> None:
        if len(self.pages) > 2:
            name = self.random.choice(sorted(self.pages))
            del self.pages[name]
            (self.source / f"{name}.md").unlink()

    def change_title(self) -> None:
        self.some_page().title = self.new_name("New title ")

    def change_heading(self) -> None:
        self.some_page().heading = self.new_name("New part ")

    def edits(self) -> list[Callable[[], None]]:
        return [
            self.add_page,
            self.add_citation,
            self.add_citation,
            self.remove_citation,
            self.add_entry,
            self.edit_entry,
            self.rename_key,
            self.rename_key_but_not_where_it_is_cited,
            self.move_page,
            self.delete_page,
            self.change_title,
            self.change_heading,
        ]


def outputs(built: Built) -> dict[str, bytes]:
    found = {
        str(path.relative_to(built.outdir)): path.read_bytes()
        for path in sorted(built.outdir.rglob("*"))
        if path.is_file() and not any(part in NOT_OUTPUT for part in path.relative_to(built.outdir).parts)
    }
    for name in [name for name in found if name.endswith(".epub")]:  # a zip file holds the times of its files
        with ZipFile(BytesIO(found.pop(name))) as epub:
            found |= {f"{name}/{member}": epub.read(member) for member in epub.namelist()}
    return found


def assert_equal(built: Built, clean: Built, after: str) -> None:
    ours, theirs = outputs(built), outputs(clean)
    assert sorted(ours) == sorted(theirs), after
    different = [name for name, content in ours.items() if content != theirs[name]]
    assert different == [], after
    assert sorted(built.warnings) == sorted(clean.warnings), after


@pytest.fixture
def epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # an EPUB holds the second of its build


@pytest.mark.parametrize("parallel", [0, 2])
@pytest.mark.parametrize(
    ("builder", "seed"),
    [("html", 1), ("html", 2), ("dirhtml", 3), ("text", 4), ("epub", 5), ("singlehtml", 6), ("latex", 7)],
)
@pytest.mark.usefixtures("epoch")
def test_random_edits(build: Build, tmp_path: Path, builder: str, seed: int, parallel: int) -> None:
    choice = random.Random(seed * 10 + parallel)  # noqa: S311  # which edits, not a secret
    project = Project(choice, tmp_path / "source")
    for _number in range(4):
        project.add_page()
        project.add_entry()
    for _number in range(4):
        project.add_citation()
    built = build(project.files(), builder=builder, parallel=parallel, conf=CONF)
    done = []
    edits = project.edits()
    choice.shuffle(edits)
    for edit in edits:
        edit()
        done.append(edit.__name__)
        built = build(project.files(), builder=builder, parallel=parallel)
        clean = build(builder=builder, parallel=parallel, builddir=tmp_path / "clean")
        assert_equal(built, clean, f"after {done}")
        shutil.rmtree(tmp_path / "clean")
