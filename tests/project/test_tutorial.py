"""The tutorial is true: its files are written, its commands run in order, and they say what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup

from conftest import REPOSITORY

TUTORIAL = REPOSITORY / "docs" / "contributing" / "keep-your-pages-reviewed.md"
BLOCK = re.compile(
    r"^(?P<fence>`{3,})\{code-block\} (?P<language>\w+)\n"
    r"(?::(?P<option>\w+): (?P<value>[^\n]*)\n\n)?(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
DAY = "1795305600"  # 2026-11-22, as the tutorial shows it


class Command(NamedTuple):
    line: str
    shown: str


def steps() -> list[tuple[str, str] | Command]:
    """Return what a reader does: a file's name and text, or a command and what it shows."""
    found: list[tuple[str, str] | Command] = []
    for block in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8")):
        if block["option"] == "caption":
            found.append((block["value"], block["text"]))
        elif block["option"] != "name":  # the installation, which the test run has done
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                line, _break, shown = part.partition("\n")
                found.append(Command(line, shown))
    return found


def told(shown: str) -> re.Pattern[str]:
    """Return what output fits *shown*, in which … stands for anything, and a y is what the reader types."""
    shown = shown.replace("[y/N] y\n", "[y/N] ")
    return re.compile(".*?".join(map(re.escape, shown.rstrip("\n").split("…"))), re.DOTALL)


def banner(folder: Path) -> str:
    page = BeautifulSoup(
        (folder / "_build" / "html" / "index.html").read_text(encoding="utf-8"), "html.parser"
    )
    found = page.select_one(".evidence-review")
    assert found is not None
    return found.get_text()


def test_the_walk_meets_every_block() -> None:
    assert len([step for step in steps() if isinstance(step, Command)]) >= 12
    assert [step[0] for step in steps() if not isinstance(step, Command)] == [
        "conf.py",
        "people.yaml",
        "index.md",
        "status.md",
    ]
    assert TUTORIAL.read_text(encoding="utf-8").count("```{code-block}") == len(
        BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))
    )


@pytest.mark.slow
def test_a_new_user_gets_what_the_tutorial_says(tmp_path: Path) -> None:
    folder = tmp_path / "handbook"
    folder.mkdir()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COV_", "COVERAGE_", "GIT_"))
    }
    environment |= {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": DAY,
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": "a@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    banners: list[str] = []
    for step in steps():
        if not isinstance(step, Command):
            (folder / step[0]).write_text(step[1], encoding="utf-8")
            continue
        done = subprocess.run(
            ["bash", "-c", step.line],
            cwd=folder,
            env=environment,
            input="y\n",
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == ("--today" in step.line), f"{step.line}\n{done.stdout}"
        shown = told(step.shown)
        assert shown.fullmatch(done.stdout.strip()) if step.shown else not done.stdout, (
            f"{step.line}\n{done.stdout}"
        )
        if step.line.startswith("sphinx-build"):
            banners.append(banner(folder))
    assert "Not yet reviewed. Nobody has checked this page as a whole." in " ".join(banners[0].split())
    assert "This page has been edited since its last review" in banners[1]
    assert "Last reviewed: November 22, 2026 by Ada Example" in banners[2]
    status = (folder / "_build" / "html" / "status.html").read_text(encoding="utf-8")
    assert "Cleaning the device" in status
    for name in ("reviews.ics", "reviews.atom"):
        assert "Cleaning the device" in (folder / "_build" / "html" / name).read_text(encoding="utf-8")
