"""What git tells of a page, in repositories that git itself made."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from sphinx_evidence.git import CannotTellError, Commit, commit_of, last_commit, words_changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIGEST = "v1-" + "a" * 32
NAMES = [
    "page.md",
    "two words.md",
    " leading and trailing .md ",
    "-leading.md",
    "--output=x.md",
    "Größe 漢字.md",
    "*.md",
    "[a]?.md",
    ":(exclude)page.md",
    'a "quoted" \\ one.md',
    "a\nline.md",
]


class Repository:
    """A folder in which git works, with no setting of whoever runs the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *arguments: str, on: str = "2026-01-01", committed: str = "") -> str:
        moment = on if on.startswith("@") else f"{on}T12:00:00+0000"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": committed or moment}
        given = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        done = subprocess.run(
            ["git", *given, *arguments],
            cwd=self.folder,
            env=os.environ | dates,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def commit(self, on: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change", on=on)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "repository"
    folder.mkdir()
    made = Repository(folder)
    made.git("init", "--quiet", "--initial-branch=main")
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_last_commit_of_a_page_is_told_whatever_its_name(repository: Repository, name: str) -> None:
    page = repository.write(f"docs/{name}", f"one {DIGEST}")
    repository.write("docs/page-2.md", "other")
    first = repository.commit("2026-01-01")
    assert last_commit(page) == Commit(first, date(2026, 1, 1), f"docs/{name}")
    page.write_text(f"one two {DIGEST}", encoding="utf-8")
    second = repository.commit("2026-02-02")
    repository.write("docs/page-2.md", "another")
    repository.commit("2026-03-03")
    assert last_commit(page) == Commit(second, date(2026, 2, 2), f"docs/{name}")
    signed = commit_of(page, DIGEST)
    assert signed == Commit(first, date(2026, 1, 1), f"docs/{name}")
    assert words_changed(page, signed) == ["line 1:", f"  one {{+two+}} {DIGEST}"]


def test_the_day_is_the_one_that_its_author_had(repository: Repository) -> None:
    page = repository.write("page.md", "one")
    repository.git("add", "page.md")
    repository.git("commit", "--quiet", "--message", "Change", committed="2026-05-05T12:00:00+0000")
    assert last_commit(page).on == date(2026, 1, 1)


def changed(_repository: Repository, page: Path) -> None:
    page.write_text("two", encoding="utf-8")


def staged(repository: Repository, page: Path) -> None:
    page.write_text("two", encoding="utf-8")
    repository.git("add", "page.md")


def deleted(_repository: Repository, page: Path) -> None:
    page.unlink()


def untracked(repository: Repository, _page: Path) -> None:
    repository.git("rm", "--quiet", "--cached", "page.md")
    repository.git("commit", "--quiet", "--message", "Remove")


@pytest.mark.parametrize("change", [changed, staged, deleted, untracked])
def test_a_page_that_is_not_as_it_was_committed_has_no_day(
    repository: Repository, change: Callable[[Repository, Path], None]
) -> None:
    page = repository.write("page.md", "one")
    repository.commit("2026-01-01")
    change(repository, page)
    with pytest.raises(CannotTellError, match=r"page\.md has changes that are not committed"):
        last_commit(page)


def test_a_change_of_another_page_is_none_of_this_one(repository: Repository) -> None:
    page = repository.write("page.md", "one")
    repository.write("other.md", "one")
    repository.commit("2026-01-01")
    repository.write("other.md", "two")
    assert last_commit(page).on == date(2026, 1, 1)


def test_a_page_that_git_ignores_has_no_commit(repository: Repository) -> None:
    repository.write(".gitignore", "page.md\n")
    page = repository.write("page.md", "one")
    repository.commit("2026-01-01")
    with pytest.raises(CannotTellError, match=r"no commit of this repository tells of it for page\.md"):
        last_commit(page)


def test_a_repository_without_a_commit_knows_no_page(repository: Repository) -> None:
    repository.write(".gitignore", "page.md\n")
    page = repository.write("page.md", "one")
    with pytest.raises(CannotTellError, match="git says: fatal: "):
        last_commit(page)


@pytest.mark.usefixtures("repository")
def test_without_a_repository_git_cannot_tell(tmp_path: Path) -> None:
    page = Repository(tmp_path / "elsewhere").write("page.md", "one")
    with pytest.raises(CannotTellError, match="there is no git repository"):
        last_commit(page)


def test_without_git_nobody_can_tell(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    page = repository.write("page.md", "one")
    repository.commit("2026-01-01")
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(CannotTellError, match="git is not installed"):
        last_commit(page)


def test_a_shallow_clone_does_not_take_its_last_commit_for_the_page_s(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write("old.md", f"one {DIGEST}")
    repository.commit("2026-01-01")
    repository.write("new.md", f"one {DIGEST}")
    repository.commit("2026-02-02")
    address = repository.folder.as_uri()
    repository.git("clone", "--quiet", "--depth", "1", address, str(tmp_path / "shallow"))
    for ask in (last_commit, lambda page: commit_of(page, DIGEST)):
        with pytest.raises(CannotTellError, match="shallow clone"):
            ask(tmp_path / "shallow" / "old.md")
    repository.git("clone", "--quiet", address, str(tmp_path / "whole"))
    assert last_commit(tmp_path / "whole" / "old.md").on == date(2026, 1, 1)


def test_a_shallow_clone_tells_of_what_it_has(repository: Repository, tmp_path: Path) -> None:
    page = repository.write("page.md", "one")
    repository.commit("2026-01-01")
    page.write_text("two", encoding="utf-8")
    repository.commit("2026-02-02")
    repository.write("other.md", "one")
    repository.commit("2026-03-03")
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth", "3", repository.folder.as_uri(), str(shallow))
    assert last_commit(shallow / "page.md").on == date(2026, 2, 2)


def test_a_page_keeps_its_history_when_it_is_renamed(repository: Repository) -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    repository.write("docs/old.md", f"{text}{DIGEST}\n")
    signed = repository.commit("2026-01-01")
    (repository.folder / "guide").mkdir()
    repository.git("mv", "docs/old.md", "guide/new name.md")
    moved = repository.commit("2026-02-02")
    page = repository.folder / "guide" / "new name.md"
    assert last_commit(page) == Commit(moved, date(2026, 2, 2), "guide/new name.md")
    assert commit_of(page, DIGEST) == Commit(signed, date(2026, 1, 1), "docs/old.md")
    page.write_text(f"{text.replace('line 7', 'line seven')}{DIGEST}\n", encoding="utf-8")
    assert words_changed(page, commit_of(page, DIGEST)) == [
        "line 7:",
        "  line 6",
        "  line [-7-]{+seven+}",
        "  line 8",
    ]


def test_the_commit_of_a_digest_is_the_one_that_wrote_it_not_the_ones_that_kept_it(
    repository: Repository,
) -> None:
    page = repository.write("page.md", f"review_digest: {DIGEST}\n\none\n")
    signed = repository.commit("2026-01-01")
    page.write_text(f"other_reviews:\n- 2026-01 by a {DIGEST}\n\ntwo\n", encoding="utf-8")
    repository.commit("2026-02-02")
    assert commit_of(page, DIGEST).sha == signed


@pytest.mark.parametrize("words", ["never written", "v1-" + "b" * 32, "--all", "(", ""])
def test_words_that_no_commit_has_written_have_none(repository: Repository, words: str) -> None:
    page = repository.write("page.md", "one\n")
    repository.commit("2026-01-01")
    with pytest.raises(CannotTellError):
        commit_of(page, words)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("one two\n", "one two\n", []),
        ("one two\n", "one three\n", ["line 1:", "  one [-two-]{+three+}"]),
        ("one\n", "one\ntwo\n", ["line 1:", "  one", "  {+two+}"]),
        ("one\ntwo\n", "two\n", ["line 1:", "  [-one-]", "  two"]),
        ("one\n", "", ["line 0:", "  [-one-]"]),
        ("Grüße 漢\n", "Grüße 字\n", ["line 1:", "  Grüße [-漢-]{+字+}"]),
        ("a\x1b[31mb\n", "a\x1b[31mc\x07\n", ["line 1:", "  [-a [31mb-]{+a [31mc +}"]),
        ("\x9b2J\n", "\x9b3J\n", ["line 1:", "  [- 2J-]{+ 3J+}"]),
    ],
)
def test_the_words_that_changed_are_marked(
    repository: Repository, before: str, after: str, told: list[str]
) -> None:
    page = repository.write("page.md", before)
    repository.commit("2026-01-01")
    since = last_commit(page)
    page.write_bytes(after.encode())
    assert words_changed(page, since) == told


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_words_that_only_stand_on_other_lines_are_not_marked(repository: Repository, ends: str) -> None:
    page = repository.write("page.md", "one two three four\nfive six seven\n")
    repository.commit("2026-01-01")
    page.write_bytes(f"one two{ends}three four five{ends}six seven{ends}".encode())
    told = words_changed(page, commit_of(page, "one"))
    assert told[0] == "line 1:"
    assert " ".join(" ".join(told[1:]).split()) == "one two three four five six seven"


def test_a_sentence_that_moved_is_told_as_gone_here_and_new_there(repository: Repository) -> None:
    lines = [f"Line {number}.\n" for number in range(20)]
    page = repository.write("page.md", "".join(["Moved words.\n", *lines]))
    repository.commit("2026-01-01")
    since = last_commit(page)
    page.write_text("".join([*lines, "Moved words.\n"]), encoding="utf-8")
    told = words_changed(page, since)
    assert told == [
        "line 1:",
        "  [-Moved words.-]",
        "  Line 0.",
        "line 20:",
        "  Line 19.",
        "  {+Moved words.+}",
    ]


def test_each_change_is_told_with_its_line(repository: Repository) -> None:
    lines = [f"line{number}\n" for number in range(1, 41)]
    page = repository.write("page.md", "".join(lines))
    repository.commit("2026-01-01")
    since = last_commit(page)
    page.write_text("".join(lines).replace("line3\n", "three\n").replace("line30\n", ""), encoding="utf-8")
    assert [line for line in words_changed(page, since) if line.startswith("line")] == ["line 2:", "line 29:"]


@pytest.mark.parametrize(
    ("before", "after", "attributes"),
    [
        (b"one\0\n", b"two\0\n", ""),
        (b"one\xff\n", b"two\xff\n", ""),
        (b"one\n", b"two\n", "*.md -diff\n"),
        (b"one\n", b"two\n", "*.md binary\n"),
    ],
    ids=["nul", "not UTF-8", "-diff", "binary"],
)
def test_a_change_in_what_git_takes_for_binary_is_no_silence(
    repository: Repository, before: bytes, after: bytes, attributes: str
) -> None:
    repository.write(".gitattributes", attributes)
    page = repository.write("page.md", before)
    repository.commit("2026-01-01")
    since = last_commit(page)
    page.write_bytes(after)
    told = " ".join(words_changed(page, since))
    assert "one" in told
    assert "two" in told


def test_a_page_that_is_gone_is_not_taken_for_one_without_changes(repository: Repository) -> None:
    page = repository.write("page.md", "one\n")
    repository.commit("2026-01-01")
    since = last_commit(page)
    page.unlink()
    with pytest.raises(CannotTellError, match="git says: error: "):
        words_changed(page, since)


def test_a_page_may_be_executable(repository: Repository) -> None:
    page = repository.write("page.md", "one\n")
    page.chmod(0o755)
    repository.commit("2026-01-01")
    assert words_changed(page, last_commit(page)) == []


def test_a_commit_that_is_not_there_cannot_be_compared_with(repository: Repository) -> None:
    page = repository.write("page.md", "one\n")
    repository.commit("2026-01-01")
    with pytest.raises(CannotTellError, match="git says: fatal: "):
        words_changed(page, Commit("0" * 40, date(2026, 1, 1), "page.md"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("diff.external", "false"),
        ("diff.noprefix", "true"),
        ("log.date", "relative"),
        ("log.showSignature", "true"),
        ("status.short", "false"),
    ],
)
def test_what_a_user_has_set_changes_no_answer(repository: Repository, setting: str, value: str) -> None:
    page = repository.write("größe.md", f"one {DIGEST}\n")
    sha = repository.commit("2026-01-01")
    repository.git("config", setting, value)
    assert last_commit(page) == commit_of(page, DIGEST) == Commit(sha, date(2026, 1, 1), "größe.md")
    page.write_text(f"one two {DIGEST}\n", encoding="utf-8")
    assert words_changed(page, commit_of(page, DIGEST)) == ["line 1:", f"  one {{+two+}} {DIGEST}"]


def test_a_day_that_no_calendar_has_is_no_traceback(repository: Repository) -> None:
    page = repository.write("page.md", "one\n")
    repository.commit("@999999999999 +0000")
    with pytest.raises(CannotTellError, match=r"the day of commit [0-9a-f]{10}, 33658-09-27, is not in"):
        last_commit(page)


def test_two_branches_that_are_merged_have_the_later_change(repository: Repository) -> None:
    lines = [f"line {number}\n" for number in range(30)]
    page = repository.write("page.md", "".join(lines))
    repository.commit("2026-01-01")
    repository.git("switch", "--quiet", "--create", "side")
    page.write_text("".join(lines).replace("line 25\n", "line twenty-five\n"), encoding="utf-8")
    repository.commit("2026-02-02")
    repository.git("switch", "--quiet", "main")
    page.write_text("".join(lines).replace("line 3\n", "line three\n"), encoding="utf-8")
    repository.commit("2026-03-03")
    repository.git("merge", "--quiet", "--message", "Merge", "side", on="2026-04-04")
    assert last_commit(page)[1:] == (date(2026, 3, 3), "page.md")


def test_asking_leaves_the_repository_as_it_was(repository: Repository) -> None:
    page = repository.write("page.md", f"one {DIGEST}\n")
    repository.commit("2026-01-01")
    before = tree(repository.folder)
    words_changed(page, commit_of(page, DIGEST))
    last_commit(page)
    assert tree(repository.folder) == before


def tree(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    }
