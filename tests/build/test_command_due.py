"""``sphinx-evidence due`` in real projects: what it lists, how it ends, and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from markdown_it import MarkdownIt

from conftest import CONF, PEOPLE
from sphinx_evidence.cli import main

if TYPE_CHECKING:
    from conftest import Build

ANNA = '- id: anna\n  name: "Anna Roe"\n  role: clinician\n'
START = "---\nreview: none (a list)\n---\n# Start\n\n```{toctree}\n:glob:\n*\n```\n"
COMMAND = Path(sys.executable).with_name("sphinx-evidence")


class Told(NamedTuple):
    """How the command ended, and what it said."""

    status: int
    out: str
    err: str


Due = Callable[..., Told]


def reviewed(on: str = "2026-11-01", *lines: str, title: str = "Lupus") -> str:
    front_matter = "\n".join([f"last_reviewed_on: {on}", "reviewed_by: [maintainers]", *lines])
    return f"---\n{front_matter}\n---\n# {title}\n\nWords.\n"


@pytest.fixture
def due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Due:
    """Write a project, or leave it as it is, and look at it from its top folder."""
    top = tmp_path / "project"

    def run(
        files: dict[str, str | bytes] | None = None, *options: str, conf: str = "", today: str = "2026-11-22"
    ) -> Told:
        pages: dict[str, str | bytes] = {"index.md": START, "_data/people.yaml": PEOPLE + ANNA}
        for name, content in ({} if files is None else pages | files).items():
            path = top / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if not (top / "conf.py").exists():
            (top / "conf.py").write_text(CONF + conf, encoding="utf-8")
        monkeypatch.chdir(top)
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        try:
            status = main(["due", *(["--today", today] if today else []), *options])
        except SystemExit as ended:  # how argparse ends
            status = int(ended.code or 0)
        return Told(status, *capsys.readouterr())

    return run


def paths(told: Told) -> list[str]:
    return re.findall(r"^  (\S+): ", told.out, re.MULTILINE)


def test_what_is_due_is_listed_by_owner(due: Due) -> None:
    told = due(
        {
            "never.md": "# Never\n",
            "late.md": reviewed("2025-11-21", "owner: anna"),
            "soon.rst": ":last_reviewed_on: 2025-12-01\n:reviewed_by: maintainers\n:owner: anna\n\nSoon\n====\n",
            "edited.md": reviewed("2026-11-01", f"review_digest: v1-{'a' * 32}", "owner: anna"),
            "part/notice.md": reviewed("2026-11-01", "notice: 2026-11-10 The drug was withdrawn."),
            "current.md": reviewed(),
        },
        conf='evidence_owner = "maintainers"\n',
    )
    assert told == (
        1,
        "Anna Roe:\n"
        "  docs/late.md: overdue since 2026-11-21 (yesterday)\n"
        "  docs/soon.rst: due 2026-12-01 (in 9 days)\n"
        "  docs/edited.md: edited since its review of 2026-11-01\n"
        "\n"
        "the guide's maintainers:\n"
        "  docs/never.md: never reviewed\n"
        "  docs/part/notice.md: not updated since the notice of 2026-11-10: The drug was withdrawn.\n",
        "",
    )


def test_a_page_without_an_owner_is_nobody_s(due: Due) -> None:
    told = due({"never.md": "# Never\n", "late.md": reviewed("2020-01", "owner: anna")})
    assert told.out.startswith(
        "Nobody looks after these pages:\n  docs/never.md: never reviewed\n\nAnna Roe:"
    )


@pytest.mark.parametrize(
    ("today", "status", "out"),
    [
        ("2027-01-01", 0, "Nothing is due on 2027-01-01."),
        ("2027-01-02", 0, "(in 30 days)"),
        ("2027-01-31", 0, "due 2027-02-01 (tomorrow)"),
        ("2027-02-01", 0, "due 2027-02-01 (today)"),
        ("2027-02-02", 1, "overdue since 2027-02-01 (yesterday)"),
        ("2027-02-03", 1, "overdue since 2027-02-01 (2 days ago)"),
    ],
)
def test_the_status_is_1_from_the_day_after_the_due_day_on(
    due: Due, today: str, status: int, out: str
) -> None:
    told = due({"page.md": reviewed("2026-02-01")}, today=today)
    assert (told.status, told.err) == (status, "")
    assert out in told.out


@pytest.mark.parametrize("page", ["# Never\n", reviewed(f"2026-11-01\nreview_digest: v1-{'a' * 32}")])
def test_what_is_listed_but_not_overdue_ends_with_0(due: Due, page: str) -> None:
    told = due({"page.md": page})
    assert (told.status, paths(told)) == (0, ["docs/page.md"])


@pytest.mark.parametrize(
    ("options", "conf", "found"),
    [
        ([], "", ["in10", "in30"]),
        ([], "evidence_due_soon_days = 10\n", ["in10"]),
        ([], "evidence_due_soon_days = 0\n", []),
        (["--within", "10d"], "", ["in10"]),
        (["--within", "9d"], "", []),
        (["--within", "5w"], "evidence_due_soon_days = 1\n", ["in10", "in30"]),
        (["--within", "2m"], "", ["in10", "in30", "in45"]),
        (["--within=1y"], "", ["in10", "in30", "in45"]),
        (["--within", "45 days"], "", ["in10", "in30", "in45"]),
    ],
)
def test_how_far_ahead_to_look_can_be_said(due: Due, options: list[str], conf: str, found: list[str]) -> None:
    days = {"in10": "2025-12-02", "in30": "2025-12-22", "in45": "2026-01-06"}
    told = due({f"{name}.md": reviewed(day) for name, day in days.items()}, *options, conf=conf)
    assert paths(told) == [f"docs/{name}.md" for name in found]
    assert told.status == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--within", "soon"], "argument --within: 'soon' is not an interval; write a number and a unit"),
        (["--within", "30"], "argument --within: '30' is not an interval"),
        (["--within", ""], "argument --within: '' is not an interval"),
        (["--today", "yesterday"], "argument --today: 'yesterday' is not a date; write a day as YYYY-MM-DD"),
        (["--today", "2026-02-30"], "argument --today: '2026-02-30' does not exist in the calendar"),
        (["--today", "2026-11"], "argument --today: '2026-11' is a month; write a day as YYYY-MM-DD"),
        (["--today", "9999-12-31"], "argument --today: '9999-12-31' is not a date"),
        (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["page.md"], "unrecognized arguments: page.md"),
    ],
)
def test_what_is_not_understood_ends_with_2(due: Due, options: list[str], says: str) -> None:
    told = due({"late.md": reviewed("2020-01")}, *options)
    assert (told.status, told.out) == (2, "")
    assert says in told.err


def test_the_day_is_that_of_the_settings_where_none_is_given(
    due: Due, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: dict[str, str | bytes] = {"page.md": reviewed("2025-11-22")}
    assert due(pages, today="").status == 0  # evidence_today is 2026-11-22
    assert due(pages, today="2026-11-23").status == 1
    Path("conf.py").write_text(CONF.replace('evidence_today = "2026-11-22"', ""), encoding="utf-8")
    monkeypatch.setattr("time.time", lambda: 1795392000.0)  # 2026-11-23
    assert due(pages, today="").status == 1


def test_a_program_gets_json_and_nothing_else(due: Due) -> None:
    noise = 'import sys\nprint("conf.py prints")\nprint("and here", file=sys.stdout)\n'
    extension = (
        "def setup(app):\n    print('so does it')\n    app.connect('source-read', lambda *a: print('read'))\n"
    )
    told = due(
        {
            "late.md": reviewed("2020-01", "owner: anna", title="Größe"),
            "bad.md": "---\nlast_reviewed_on: soon\n---\n# Bad\n",
            "../noisy.py": extension,
        },
        "--json",
        conf=f"{noise}sys.path.insert(0, '.')\nextensions.append('noisy')\n",
    )
    assert told.status == 1
    written = json.loads(told.out)
    assert written["as_of"] == "2026-11-22"
    assert [(page["path"], page["title"], page["reasons"]) for page in written["pages"]] == [
        ("docs/bad.md", "Bad", ["never reviewed"]),
        ("docs/late.md", "Größe", ["overdue"]),
    ]
    assert written["pages"][1]["owner"] == {"id": "anna", "name": "Anna Roe"}
    for noise in ("conf.py prints", "and here", "so does it", "read"):
        assert noise in told.err


def test_json_is_the_same_however_it_is_asked_for(due: Due) -> None:
    pages: dict[str, str | bytes] = {"late.md": reviewed("2020-01")}
    assert due(pages, "--json") == due(pages, "--format", "json")
    assert due(pages, "--json").status == 1


def test_an_issue_is_markdown_with_a_box_for_each_page(due: Due) -> None:
    told = due(
        {"late_page.md": reviewed("2020-01-01", "owner: anna"), "never.md": "# A\n"}, "--format", "issue"
    )
    assert told.status == 1
    rendered = MarkdownIt().render(told.out)
    assert "<h2>Anna Roe</h2>" in rendered
    assert "<li>[ ] Lupus (docs/late_page.md): overdue since 2021-01-01 (2151 days ago)</li>" in rendered
    assert told.out.count("- [ ] ") == 2


HOSTILE_TITLES = {
    "mention": "@octocat fixes #1",
    "link": "[a](https://x.example) <https://y.example> www.x.example",
    "raw html": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "markup": "*a* **b** `c` ~~d~~ | e | - [x] f",
    "entities": "&lt;b&gt; &#64;octocat &#x1b;[31m",
}


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=list(HOSTILE_TITLES))
def test_hostile_words_stay_words_in_an_issue_and_in_a_terminal(due: Due, title: str) -> None:
    quoted = title.replace("'", "''")
    files: dict[str, str | bytes] = {
        "page.rst": f":owner: evil\n:notice: 2026-01-02 {title}\n\n.. |esc| unicode:: 0x1b 0x9b 0x07\n\n"
        f"``{title}`` |esc|\n{'=' * 80}\n\nWords.\n",
        "_data/people.yaml": f"{PEOPLE}- id: evil\n  name: '{quoted}'\n  role: editor\n",
    }
    issue = due(files, "--format", "issue")
    rendered = MarkdownIt().render(issue.out)
    assert set(re.findall(r"</?([a-z0-9]+)", rendered)) == {"p", "code", "h2", "ul", "li"}
    words = unescape(re.sub("<[^>]*>", "", rendered))
    assert not re.search(r"@\w|#\d|://|www\.", words)
    assert words.replace("\u200b", "").count(title) >= (2 if "&" in title else 3)
    for told in (issue, due(files), due(files, "--json")):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told.out + told.err)


def test_a_person_s_name_cannot_add_a_line(due: Due) -> None:
    people = f'{PEOPLE}- id: evil\n  name: "E\\n  docs/other.md: never reviewed\\e[2J"\n  role: editor\n'
    told = due({"page.md": "---\nowner: evil\n---\n# T\n", "_data/people.yaml": people})
    assert told.out == "E docs/other.md: never reviewed [2J:\n  docs/page.md: never reviewed\n"


BAD_CONF = {
    "raises": ('raise RuntimeError("no\\nluck")\n', "no luck"),
    "exits": ("import sys\nsys.exit(0)\n", "sys.exit()"),
    "syntax": ("x = (\n", "conf.py"),
    "missing extension": ('extensions.append("nowhere_to_be_found")\n', "nowhere_to_be_found"),
    "no sphinx_evidence": ('extensions = ["myst_parser"]\n', "does not list 'sphinx_evidence' in extensions"),
    "missing start page": ('root_doc = "nowhere"\n', "nowhere"),
}


@pytest.mark.parametrize(("conf", "says"), BAD_CONF.values(), ids=list(BAD_CONF))
@pytest.mark.parametrize("option", ["--json", "--format=text"])
def test_a_project_that_cannot_be_read_ends_with_2_and_says_why(
    due: Due, conf: str, says: str, option: str
) -> None:
    told = due({"late.md": reviewed("2020-01")}, option, conf=conf)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("sphinx-evidence: ")
    assert says in told.err
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("when", ["on import", "in setup", "at an event"])
@pytest.mark.parametrize("failure", ["raise OSError('out of luck')", "raise SystemExit(0)"])
def test_an_extension_that_fails_ends_with_2(due: Due, tmp_path: Path, when: str, failure: str) -> None:
    name = re.sub(r"\W+", "_", f"{when} {failure}")  # a module is imported once
    body = {
        "on import": f"{failure}\n",
        "in setup": f"def setup(app):\n    {failure}\n",
        "at an event": "def fail(*_given):\n"
        f"    {failure}\n\ndef setup(app):\n    app.connect('env-updated', fail)\n",
    }[when]
    (tmp_path / f"{name}.py").write_text(body, encoding="utf-8")
    conf = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nextensions.append({name!r})\n"
    told = due({"late.md": reviewed("2020-01")}, conf=conf)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("sphinx-evidence: Sphinx could not read ")


def test_a_theme_that_is_missing_is_not_needed(due: Due) -> None:
    told = due({"late.md": reviewed("2020-01")}, conf='html_theme = "nowhere"\n')
    assert (told.status, paths(told), told.err) == (1, ["docs/late.md"], "")


def test_without_a_project_it_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["due"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "there is no conf.py" in told.err


@pytest.mark.parametrize("show", ["", "show_warning_types = False\n"])
@pytest.mark.parametrize(
    ("page", "says"),
    [
        (
            "---\nlast_reviewed_on: 2026-13-45\nreviewed_by: [maintainers]\n---\n# T\n",
            "page.md:2: WARNING: last_",
        ),
        ("---\nlast_reviewed_on: [2026-11\n---\n# T\n", "page.md:2: WARNING: "),
        ("---\nlast_reviewed_on: 2027-11\n---\n# T\n", "lies in the future"),
    ],
)
def test_a_record_that_cannot_be_read_is_no_review_and_why_is_told(
    due: Due, page: str, says: str, show: str
) -> None:
    told = due({"page.md": page}, conf=show)
    assert (told.status, told.out) == (
        0,
        "Nobody looks after these pages:\n  docs/page.md: never reviewed\n",
    )
    assert says in told.err
    assert "[evidence." in told.err


@pytest.mark.parametrize(
    "people", [b"- id: [\n", b"a: b\n", b"\xff\xfe\x00"], ids=["YAML", "no list", "UTF-16"]
)
def test_a_people_file_that_cannot_be_read_is_told(due: Due, people: bytes) -> None:
    told = due({"page.md": reviewed("2020-01", "owner: anna"), "_data/people.yaml": people})
    assert told.status == 1
    assert "people.yaml:1: WARNING: " in told.err
    assert "docs/page.md: overdue" in told.out


def test_warnings_of_others_are_not_its_business(due: Due) -> None:
    told = due({"page.md": f"{reviewed()}\n```{{nonsense}}\n```\n\n{{doc}}`nowhere`\n"})
    assert told == (0, "Nothing is due on 2026-11-22.\n", "")


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def test_nothing_is_written_into_the_project_and_nothing_stays_behind(
    due: Due, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(left))
    due({"late.md": reviewed("2020-01")})
    before = state(tmp_path / "project")
    assert due(None, "--json").status == due().status == 1
    assert state(tmp_path / "project") == before
    assert list(left.iterdir()) == []


def test_an_earlier_build_is_neither_used_nor_touched(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build({"index.md": "# Never\n", "_data/people.yaml": PEOPLE})
    source = tmp_path / "source"
    (source / "index.md").write_text(reviewed("2020-01"), encoding="utf-8")
    for path in source.rglob("*.doctree"):
        path.write_bytes(b"not a doctree")
    (source / "_build" / "doctrees" / "environment.pickle").write_bytes(b"not a pickle")
    before = state(source)
    assert "_build/doctrees/index.doctree" in before
    monkeypatch.chdir(source)
    assert main(["due"]) == 1
    assert capsys.readouterr().out.endswith("  index.md: overdue since 2021-01 (2121 days ago)\n")
    assert state(source) == before


def test_two_looks_in_one_process_know_nothing_of_each_other(due: Due) -> None:
    first = due({"late.md": reviewed("2020-01")})
    Path("docs/late.md").unlink()
    second = due({"never.md": "# Never\n"})
    assert paths(first) == ["docs/late.md"]
    assert paths(second) == ["docs/never.md"]


@pytest.mark.parametrize(
    ("folder", "path"),
    [(".", "docs/part/late.md"), ("docs", "part/late.md"), ("docs/part/deep", "../late.md")],
)
def test_paths_lead_from_where_it_runs(
    due: Due, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str, path: str
) -> None:
    due({"part/late.md": reviewed("2020-01"), "part/deep/page.md": reviewed()})
    monkeypatch.chdir(folder)
    assert main(["due", "--today", "2026-11-22"]) == 1
    assert f"  {path}: overdue" in capsys.readouterr().out


def test_the_folders_can_be_given(due: Due, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    due({"late.md": reviewed("2020-01")})
    given = ["--source", "project/docs", "--conf", "project"]
    monkeypatch.chdir(tmp_path)
    assert main(["due", "--today", "2026-11-22", *given]) == 1
    assert main(["due", "--today", "2026-11-22"]) == 2


@pytest.mark.parametrize("name", ["two words.md", "-leading.md", "größe.md", "a'b.md", "100%.md"])
def test_a_page_is_told_by_its_name(due: Due, name: str) -> None:
    told = due({name: "# Never\n"})
    assert f"  docs/{name}: never reviewed\n" in told.out
    assert json.loads(due({name: "# Never\n"}, "--json").out)["pages"][0]["path"] == f"docs/{name}"


def test_a_name_that_is_no_text_is_no_traceback(due: Due) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    for form in ("text", "issue", "json"):
        told = due({name: "# Never\n"}, "--format", form)
        told.out.encode("utf-8")
        assert told.status == 0
        assert "never reviewed" in told.out


def test_the_installed_command(due: Due) -> None:
    due({"late.md": reviewed("2020-01", title="Größe"), "bad.md": "---\nlast_reviewed_on: x\n---\n# B\n"})
    done = subprocess.run(
        [str(COMMAND), "due", "--json", "--today", "2026-11-22"],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert [page["docname"] for page in json.loads(done.stdout)["pages"]] == ["late", "bad"]
    assert b"[evidence.date]" in done.stderr
    assert b"Traceback" not in done.stderr
