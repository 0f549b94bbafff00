"""Read the Docs and GitHub Pages build site and PDF with the README's own commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    Shell = Callable[..., subprocess.CompletedProcess[str]]

REPOSITORY = Path(__file__).resolve().parents[2]
READTHEDOCS = REPOSITORY / ".readthedocs.yaml"
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").iterdir())
GRANTED: dict[str, dict[str, dict[str, str]]] = {
    "due.yml": {"due": {"contents": "read", "issues": "write"}},
    "pages.yml": {"deploy": {"pages": "write", "id-token": "write"}},
}
DUE = REPOSITORY / ".github" / "workflows" / "due.yml"
PAGES = REPOSITORY / ".github" / "workflows" / "pages.yml"
# test_fresh_clone.py makes all of the guide: here the hosts' commands are tried, on a part of it.
FEW_PAGES = "-D exclude_patterns=_data,_shared,_static,background/*,conditions/*,life/*,regulation/*,safety/*"
SCHEMAS = {READTHEDOCS: "vendor.readthedocs"} | dict.fromkeys(WORKFLOWS, "vendor.github-workflows")


def load(path: Path) -> dict[Any, Any]:
    """Return the file's data. YAML 1.1 reads a workflow's ``on`` as true."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def readthedocs_commands() -> list[str]:
    """Return the commands in the order in which Read the Docs runs them."""
    build = load(READTHEDOCS)["build"]["jobs"]["build"]
    return [command for output in ("html", "pdf") for command in build[output]]


def pages_steps() -> list[dict[str, Any]]:
    return [step for job in load(PAGES)["jobs"].values() for step in job["steps"]]


def pages_commands() -> list[str]:
    return [step["run"] for step in pages_steps() if "run" in step]


def make_targets(commands: list[str]) -> list[str]:
    return [target for command in commands for target in re.findall(r"\bmake +([a-z]+)", command)]


def validated(path: Path, schema: str) -> subprocess.CompletedProcess[str]:
    """Check *path* against a schema that check-jsonschema carries, where no network can be reached."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
        env={**os.environ, **nowhere, "no_proxy": ""},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(("path", "schema"), SCHEMAS.items(), ids=[path.name for path in SCHEMAS])
def test_each_file_passes_its_published_schema(path: Path, schema: str) -> None:
    done = validated(path, schema)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("path", "schema"), SCHEMAS.items(), ids=[path.name for path in SCHEMAS])
def test_the_schema_refuses_a_key_it_does_not_know(path: Path, schema: str, tmp_path: Path) -> None:
    wrong = tmp_path / path.name
    wrong.write_text(path.read_text(encoding="utf-8") + "\nrebuild: daily\n", encoding="utf-8")
    done = validated(wrong, schema)
    assert done.returncode == 1
    assert "rebuild" in done.stdout


def test_both_hosts_build_with_the_same_commands() -> None:
    assert make_targets(readthedocs_commands()) == ["html", "pdf"]
    assert make_targets(pages_commands()) == ["system", "check", "pdf", "html"]


def test_read_the_docs_guesses_nothing() -> None:
    config = load(READTHEDOCS)
    # With either key, Read the Docs would run Sphinx itself.
    assert not {"sphinx", "mkdocs", "python", "conda"} & config.keys()
    # It refuses a command for a format that is not listed.
    assert config["formats"] == [name for name in config["build"]["jobs"]["build"] if name != "html"]
    # No command that `readthedocs_commands` overlooks.
    assert list(config["build"]["jobs"]) == ["build"]
    assert "commands" not in config["build"]


def test_read_the_docs_gets_the_packages_that_the_pdf_needs() -> None:
    lines = (REPOSITORY / "apt.txt").read_text(encoding="utf-8").splitlines()
    reasons = dict(re.split(r"\s+# ", line, maxsplit=1) for line in lines if line and line[0] != "#")
    needed = [package for package, reason in reasons.items() if reason.startswith("make pdf:")]
    assert load(READTHEDOCS)["build"]["apt_packages"] == needed


def test_the_site_is_built_on_a_push_by_hand_and_daily() -> None:
    triggers = load(PAGES)[True]
    assert triggers.keys() == {"push", "workflow_dispatch", "schedule"}
    assert triggers["push"] == {"branches": ["main"]}
    [schedule] = triggers["schedule"]
    assert re.fullmatch(r"[0-5]?\d (1?\d|2[0-3]) \* \* \*", schedule["cron"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit(path: Path) -> None:
    used = [
        line.split("uses:")[1].strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_only_what_it_needs(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is False
    granted = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert granted == GRANTED[path.name]
    text = path.read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "cache" not in text


def test_what_deploys_the_site_runs_no_command() -> None:
    assert "run" not in {key for step in load(PAGES)["jobs"]["deploy"]["steps"] for key in step}


def test_no_host_freezes_the_date() -> None:
    for path in (READTHEDOCS, *WORKFLOWS):
        assert "SOURCE_DATE_EPOCH" not in json.dumps(load(path)), path
    for name in ("Makefile", "conf.py"):
        assert "SOURCE_DATE_EPOCH" not in (REPOSITORY / name).read_text(encoding="utf-8"), name


def assert_site_and_pdf(site: Path, pdf: Path) -> None:
    assert "</html>" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "pages.json").is_file()
    assert pdf.read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
@pytest.mark.xdist_group("clone")  # they would wait for it
@pytest.mark.tex
def test_each_command_of_read_the_docs_runs(shell: Shell, tmp_path: Path) -> None:
    output = tmp_path / "read the docs"
    for command in readthedocs_commands():
        done = shell(command, READTHEDOCS_OUTPUT=str(output), SPHINXOPTS=FEW_PAGES)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
    # It takes one PDF, whatever its name.
    [pdf] = (output / "pdf").iterdir()
    assert_site_and_pdf(output / "html", pdf)


@pytest.mark.slow
@pytest.mark.xdist_group("clone")  # they would wait for it
@pytest.mark.tex
def test_each_command_of_github_pages_runs(clone: Path, shell: Shell) -> None:
    for written in pages_commands():
        command, env = written, {}
        if written == "make system" and os.environ.get("CI") != "true":
            # Nothing is installed unasked: where something is missing, it is only listed.
            missing = shell("tools/system-packages.sh missing")
            assert missing.returncode == 0, missing.stdout
            command = "tools/system-packages.sh missing" if missing.stdout else written
        if written == "make check":
            # These are the tests that it would run: its pytest collects them, and runs none again.
            env["PYTEST_ADDOPTS"] = "--collect-only -q"
        elif "system" not in written:
            env["SPHINXOPTS"] = FEW_PAGES
        done = shell(command, by="bash -e", **env)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
    [upload] = [step for step in pages_steps() if "upload-pages-artifact" in step.get("uses", "")]
    site = clone / upload["with"]["path"]
    assert_site_and_pdf(site, site / "guide.pdf")


GH = """#!/bin/sh
case "$2" in list) cat open;; *) echo "$@" >> called;; esac
"""
DUE_LIST = "## Somebody\n\n- [ ] A page (docs/a.md): overdue\n"


@pytest.mark.parametrize(
    ("due", "status", "is_open", "called"),
    [
        (DUE_LIST, 1, "", "issue create --title Reviews due --body-file due.md\n"),
        (DUE_LIST, 1, "7\n", "issue edit 7 --body-file due.md\n"),
        (DUE_LIST, 0, "", "issue create --title Reviews due --body-file due.md\n"),
        ("Nothing is due.\n", 0, "", None),
        ("Nothing is due.\n", 0, "7\n", "issue edit 7 --body-file due.md\n"),
        ("", 2, "", None),
    ],
)
def test_what_is_due_becomes_one_issue(
    tmp_path: Path, due: str, status: int, is_open: str, called: str | None
) -> None:
    command = f"#!/bin/sh\nprintf '%s' '{due}'\nexit {status}\n"
    for name, script in {"bin/gh": GH, ".venv/bin/sphinx-evidence": command}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)
    (tmp_path / "open").write_text(is_open, encoding="utf-8")
    commands = [step["run"] for step in load(DUE)["jobs"]["due"]["steps"] if "run" in step]
    assert commands[0] == "make .venv/guide"
    path_of_ours = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    codes = []
    for written in commands[1:]:  # as a runner does: `bash -e`, and no further once a command has failed
        done = subprocess.run(
            ["bash", "-e", "-c", written], cwd=tmp_path, env=os.environ | path_of_ours, check=False
        )
        codes.append(done.returncode)
        if done.returncode:
            break
    assert codes == ([1] if status == 2 else [0, 0])
    told = tmp_path / "called"
    assert (told.read_text(encoding="utf-8") if told.exists() else None) == called
