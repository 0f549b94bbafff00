"""``sphinx-evidence review``: what it shows, what it refuses, and what it writes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sphinx.locale import translators

from conftest import CONF, PEOPLE
from sphinx_evidence import cli, files
from sphinx_evidence.commands import review as command

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """---
status: investigational
---
# Cells

One in ten people had a fever.
"""
PEOPLE_OF_TWO = f"{PEOPLE}- id: j-roe\n  name: Jane Roe\n  role: clinician\n"
STAMPED = re.compile(
    r"""---
status: investigational
last_reviewed_on: 2026-11-22
reviewed_by: \[maintainers\]
review_digest: v1-[0-9a-f]{32}
review_scope: content
---
# Cells

One in ten people had a fever.
"""
)


class Guide:
    """A small project, and the command run in it."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.write("conf.py", f'{CONF}bibtex_bibfiles = ["_data/references.bib"]\n')
        self.write("_data/references.bib", "@misc{A,\n title = {T},\n}\n")
        self.write("_data/people.yaml", PEOPLE_OF_TWO)
        self.write("index.md", PAGE)
        self.answer("y")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 2026-11-22
        translators.clear()  # those of the build before

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name: str = "index.md") -> str:
        return (self.folder / name).read_bytes().decode()

    def answer(self, text: str) -> None:
        def answer(question: str) -> str:
            sys.stdout.write(question)
            return text

        self.monkeypatch.setattr("builtins.input", answer)

    def review(self, *arguments: str, by: str = "maintainers") -> tuple[int, str, str]:
        """Return the exit status, and what was told on either stream."""
        status = cli.main(["review", *(arguments or ("index.md",)), "--by", by])
        told = self.capsys.readouterr()
        return status, told.out, told.err

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def refuses(self, *arguments: str, by: str = "maintainers") -> tuple[int, str]:
        """Run a review that must be refused: nothing is written; return its exit status and message."""
        before = self.files()
        status, _told, message = self.review(*arguments, by=by)
        assert status in {1, 2}
        assert self.files() == before
        assert "Traceback" not in message
        return status, message

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture
def guide(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Guide:
    return Guide(tmp_path / "guide", capsys, monkeypatch)


def test_it_stamps_a_page_and_the_page_is_then_unchanged(guide: Guide) -> None:
    status, told, message = guide.review()
    assert (status, message) == (0, "")
    assert "index.md: Cells\n  Never reviewed before: all of it is new." in told
    assert (
        "Sign 1 page as the guide's maintainers (maintainer), reviewed on 2026-11-22: content? [y/N]" in told
    )
    assert STAMPED.fullmatch(guide.read())
    status, message = guide.refuses()
    assert status == 1
    assert "nothing has changed since its last review" in message
    assert "--no-change-because" in message


def test_a_page_that_has_not_changed_is_signed_with_the_reason(guide: Guide) -> None:
    guide.review()
    assert guide.review("index.md", "--no-change-because", "the sources were\nsearched again")[0] == 0
    assert "no_change_because: the sources were searched again\n" in guide.read()
    guide.write("index.md", guide.read().replace("One", "Two"))
    assert guide.review()[0] == 0
    assert "no_change_because" not in guide.read()


@pytest.mark.parametrize("answer", ["", "n", "no", "yess", "\n"])
def test_without_a_yes_nothing_is_written(guide: Guide, answer: str) -> None:
    guide.answer(answer)
    status, message = guide.refuses()
    assert (status, message) == (1, "Nothing was signed.\n")


def test_without_somebody_to_answer_nothing_is_written(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_terminal(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", no_terminal)
    assert guide.refuses() == (1, "Nothing was signed.\n")


def test_the_review_before_is_kept_beside_the_new_one(guide: Guide) -> None:
    guide.review()
    first = re.findall(r"v1-[0-9a-f]{32}", guide.read())[0]
    guide.write("index.md", guide.read().replace("One", "Two {cite:p}`A`"))
    assert guide.review("index.md", "--scope", "content,references", by="j-roe")[0] == 0
    assert f"other_reviews:\n  - 2026-11-22 by maintainers (content) {first}\n" in guide.read()
    assert "reviewed_by: [j-roe]\n" in guide.read()
    assert "review_scope: content, references\n" in guide.read()


def test_several_people_may_sign_together(guide: Guide) -> None:
    assert guide.review("index.md", "--by", "j-roe")[0] == 0
    assert "reviewed_by: [j-roe, maintainers]\n" in guide.read()


def test_one_section_is_signed_apart(guide: Guide) -> None:
    guide.write("index.md", f"{PAGE}\n## Harms\n\nFew.\n")
    assert guide.review("index.md", "--section", "harms")[0] == 0
    assert "last_reviewed_on" not in guide.read()
    assert re.search(
        r"other_reviews:\n  - 2026-11-22 by maintainers \(section harms\) v1-[0-9a-f]{32}\n", guide.read()
    )
    assert "nothing has changed" in guide.refuses("index.md", "--section", "harms")[1]
    guide.write("index.md", guide.read().replace("fever", "cough"))
    assert "nothing has changed" in guide.refuses("index.md", "--section", "harms")[1]
    guide.write("index.md", guide.read().replace("Few.", "Many."))
    assert guide.review("index.md", "--section", "harms")[0] == 0


def test_the_references_alone_are_signed_apart(guide: Guide) -> None:
    assert "it cites nothing" in guide.refuses("index.md", "--scope", "references")[1]
    guide.write("index.md", f"{PAGE}\nCited {{cite:p}}`A`.\n")
    assert guide.review("index.md", "--scope", "references")[0] == 0
    assert "last_reviewed_on" not in guide.read()
    assert re.search(r"  - 2026-11-22 by maintainers \(references\) v1-", guide.read())


REFUSED = [
    (
        ("--by", "j-row"),
        2,
        "nobody in the people file (_data/people.yaml) has the id 'j-row'",
        "Did you mean 'j-roe'?",
    ),
    (("--on", "2026-11-24"), 2, "--on 2026-11-24 lies in the future", "today is 2026-11-22"),
    (("--section", "harm"), 1, "it has no section 'harm'", "its sections are none"),
    (("--language", "es"), 1, "it has no translation into 'es'", ""),
    (("--language", "ES"), 2, "--language 'ES' is no language", "such as es or pt_BR"),
    (("--section", "cells"), 1, "it has no section 'cells'", ""),
    (("--scope", ","), 2, "--scope names nothing", "content, references"),
    (("--scope", "references", "--language", "es"), 2, "signed when it was read as a whole", ""),
    (("--section", "cells", "--language", "es"), 2, "cannot both be", ""),
    (("--conf", "nowhere"), 2, "there is no conf.py in", "--conf"),
    (("--source", "nowhere"), 2, "there is no", ""),
]


@pytest.mark.parametrize(("arguments", "status", "found", "allowed"), REFUSED)
def test_what_cannot_be_signed_is_refused(
    guide: Guide, arguments: tuple[str, ...], status: int, found: str, allowed: str
) -> None:
    given = guide.refuses("index.md", *arguments)
    assert given[0] == status
    assert found in given[1]
    assert allowed in given[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--on", "2026-13"), "does not exist in the calendar"),
        (("--on", "yesterday"), "'yesterday' is not a date"),
        (("--scope", "contents"), "Did you mean 'content'?"),
    ],
)
def test_an_argument_that_cannot_be_read_is_told_with_what_is_allowed(
    guide: Guide, arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        guide.review("index.md", *arguments)
    assert ended.value.code == 2
    assert told in guide.capsys.readouterr().err


def test_the_day_is_that_of_the_reading_and_not_of_an_archive(guide: Guide) -> None:
    guide.write("conf.py", guide.read("conf.py").replace("2026-11-22", "2026-12-24"))
    assert guide.review()[0] == 0
    assert "last_reviewed_on: 2026-11-22\n" in guide.read()


def test_what_could_not_be_read_back_is_not_written(guide: Guide) -> None:
    guide.write("conf.py", guide.read("conf.py").replace("2026-11-22", "2026-01-01"))
    assert "cannot be read back: last_reviewed_on: '2026-11-22' lies in the future" in guide.refuses()[1]
    guide.write("_data/people.yaml", PEOPLE_OF_TWO.replace("j-roe", "j roe (uk)"))
    assert "nobody in the people file" in guide.refuses(by="j roe (uk)")[1]


def test_a_reason_is_kept_also_for_a_part_and_after_the_next_review(guide: Guide) -> None:
    guide.write("index.md", f"{PAGE}\n## Harms\n\nFew.\n")
    guide.review("index.md", "--section", "harms")
    assert guide.review("index.md", "--section", "harms", "--no-change-because", "read again")[0] == 0
    assert re.search(r"\(section harms\) v1-[0-9a-f]{32} because read again\n", guide.read())
    guide.review()
    guide.review("index.md", "--no-change-because", "sources searched")
    guide.write("index.md", guide.read().replace("One", "Two"))
    guide.review()
    assert re.search(r"by maintainers \(content\) v1-[0-9a-f]{32} because sources searched\n", guide.read())


def test_a_section_is_signed_by_its_label_and_never_by_an_id_that_another_may_get(guide: Guide) -> None:
    guide.write("index.md", f"{PAGE}\n(uses)=\n## 用法\n\nTwice.\n\n## 副作用\n\nFew.\n")
    assert guide.review("index.md", "--section", "uses")[0] == 0
    assert "its sections are uses" in guide.refuses("index.md", "--section", "id2")[1]


def test_a_last_review_by_nobody_who_is_recorded_is_told_and_keeps_its_day(guide: Guide) -> None:
    guide.write("index.md", PAGE.replace("---\n# ", "last_reviewed_on: 2026-10-01\n---\n# "))
    assert "was reviewed on 2026-10-01 already" in guide.refuses("index.md", "--on", "2026-09-01")[1]
    assert "Last reviewed 2026-10-01, by nobody who is recorded" in guide.review()[1]


def test_a_page_that_says_what_another_says_can_be_signed_again(guide: Guide) -> None:
    guide.write("stub.md", "---\norphan: true\n---\n# Stub\n")
    guide.write("stub-2.md", "---\norphan: true\n---\n# Stub\n")
    guide.review("stub.md", "stub-2.md")
    guide.write("stub.md", f"{guide.read('stub.md')}\nMore.\n")
    assert guide.review("stub.md")[0] == 0


def test_an_included_file_is_found_from_wherever_the_command_is_run(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.write("page.rst", ":orphan:\n\nT\n=\n\n.. include:: inc/part.txt\n")
    guide.write("inc/part.txt", ":nope:`x`\n")
    for folder in (guide.folder, guide.folder / "inc", guide.folder.parent):
        monkeypatch.chdir(folder)
        assert "mend its warnings first" in guide.refuses(str(guide.folder / "page.rst"))[1]


def test_what_a_killed_run_left_is_removed(guide: Guide) -> None:
    guide.write(".index.md.abcd1234", "left")
    guide.review()
    assert not (guide.folder / ".index.md.abcd1234").exists()


def test_a_review_cannot_be_dated_before_the_one_it_follows(guide: Guide) -> None:
    guide.review("index.md", "--on", "2026-11-20")
    guide.write("index.md", guide.read().replace("One", "Two"))
    assert "was reviewed on 2026-11-20 already" in guide.refuses("index.md", "--on", "2026-10")[1]
    assert guide.review("index.md", "--on", "2026-11")[0] == 0


WARNED = {
    "front matter": PAGE.replace("investigational\n", "investigatonal\n"),
    "a broken link": f"{PAGE}\n[](nowhere.md)\n",
    "an unknown key of the .bib": f"{PAGE}\n{{cite:p}}`Nobody1999`\n",
    "a digest that is none": PAGE.replace("---\n# ", "review_digest: abc\n---\n# "),
    "front matter that is never closed": "---\nstatus: investigational\n\n# Cells\n",
    "a tab": PAGE.replace("status:", "a:\n\tb: c\nstatus:"),
}


@pytest.mark.parametrize("page", WARNED.values(), ids=WARNED)
def test_a_page_with_warnings_is_refused_and_they_are_shown(guide: Guide, page: str) -> None:
    guide.write("index.md", page)
    status, message = guide.refuses()
    assert status == 1
    assert re.search(r"index\.md:\d+: WARNING: ", message)
    assert "index.md cannot be signed: mend its warnings first" in message


def test_a_warning_of_what_the_page_includes_counts_and_one_of_another_page_does_not(guide: Guide) -> None:
    guide.write("other.md", "---\norphan: true\n---\n# Other\n\n[](nowhere.md)\n")
    assert guide.review()[0] == 0
    guide.write("index.md", f"{PAGE}\n```{{include}} part.txt\n```\n")
    guide.write("part.txt", "[](nowhere.md)\n")
    assert "mend its warnings first" in guide.refuses()[1]


def test_a_page_that_opts_out_is_refused(guide: Guide) -> None:
    guide.write("index.md", PAGE.replace("---\n# ", "review: none (a list)\n---\n# "))
    assert "it is never reviewed (a list)" in guide.refuses()[1]


def test_a_notice_that_still_stands_and_an_older_scheme_are_told(guide: Guide) -> None:
    guide.write("index.md", PAGE.replace("---\n# ", "notice: 2026-11-20 A trial was stopped.\n---\n# "))
    assert "Note: its notice of 2026-11-20 still stands" in guide.review()[1]
    page = re.sub("notice: .*\n", "", guide.read()).replace("review_digest: v1-", "review_digest: v0-")
    guide.write("index.md", page)
    assert "Note: its last digest is of an older scheme than v1" in guide.review()[1]


EDITED = {
    "crlf": PAGE.replace("\n", "\r\n"),
    "byte-order mark": f"\ufeff{PAGE}",
    "comments": PAGE.replace("---\n# ", "# why\nlast_reviewed_on: 2026-01   # before\n# end\n---\n# "),
    "quotes": PAGE.replace("---\n# ", "last_reviewed_on: '2026-01'\nreviewed_by: [\"maintainers\"]\n---\n# "),
    "an anchor elsewhere": PAGE.replace("status: inv", "a: &a x\nb: *a\nstatus: inv"),
    "no front matter": "# Cells\n\nWords.\n",
    "no last line end": PAGE.rstrip(),
}
OURS = re.compile(r"^(?:last_reviewed_on|reviewed_by|review_digest|review_scope): .*\r?\n", re.MULTILINE)


@pytest.mark.parametrize("page", EDITED.values(), ids=EDITED)
def test_every_other_byte_is_kept(guide: Guide, page: str) -> None:
    guide.write("index.md", page)
    status, _told, message = guide.review()
    assert (status, message) == (0, "")
    after = guide.read()
    assert len(OURS.findall(after)) == 4
    kept = re.sub(r"other_reviews:\n.*\n", "", OURS.sub("", after)).replace("---\n---\n", "")
    assert kept == OURS.sub("", page)


def test_a_page_in_restructuredtext_is_stamped_in_its_field_list(guide: Guide) -> None:
    guide.write("cells.rst", ":orphan:\n:status: investigational\n\nCells\n=====\n\nWords.\n")
    assert guide.review("cells.rst")[0] == 0
    assert re.fullmatch(
        r":orphan:\n:status: investigational\n:last_reviewed_on: 2026-11-22\n:reviewed_by: maintainers\n"
        r":review_digest: v1-[0-9a-f]{32}\n:review_scope: content\n\nCells\n=====\n\nWords.\n",
        guide.read("cells.rst"),
    )
    assert "nothing has changed" in guide.refuses("cells.rst")[1]


def test_permissions_are_kept(guide: Guide) -> None:
    (guide.folder / "index.md").chmod(0o640)
    guide.review()
    assert (guide.folder / "index.md").stat().st_mode & 0o777 == 0o640


def test_files_that_are_no_writable_pages_are_refused(guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(PAGE)
    (guide.folder / "link.md").symlink_to(guide.folder / "index.md")
    (guide.folder / "dangling.md").symlink_to(guide.folder / "gone.md")
    guide.write("read-only.md", PAGE).chmod(0o444)
    guide.write("_build/left-out.md", PAGE)
    for name, told in {
        "nowhere.md": "there is no page nowhere.md",
        "link.md": "is a symbolic link; sign the file that it leads to",
        "dangling.md": "is a symbolic link",
        "read-only.md": "is read-only",
        "../outside.md": "lies outside the pages of this project",
        "_build/left-out.md": "is no page of this project",
        "_data/people.yaml": "is no page of this project",
        "_data": "is a folder",
    }.items():
        arguments = (name, "--source", str(guide.folder), "--conf", str(guide.folder))
        status, message = guide.refuses(*arguments)
        assert (status, told in message) == (2, True), message
    guide.write("latin.md", PAGE.replace("fever", "fièvre").encode("latin-1"))
    status, message = guide.refuses("latin.md")
    assert "latin.md" in message


def test_one_page_that_cannot_be_signed_holds_all_of_them_back(guide: Guide) -> None:
    guide.write("bad.md", "---\norphan: true\nstatus: nonsense\n---\n# Bad\n")
    status, message = guide.refuses("index.md", "bad.md")
    assert status == 1
    assert "Nothing was signed: 1 of 2 cannot be." in message


def test_a_page_named_twice_is_signed_once(guide: Guide) -> None:
    assert "Sign 1 page as" in guide.review("index.md", "./index.md")[1]


@pytest.mark.parametrize("changed", ["index.md", "part.txt"])
def test_a_file_that_is_changed_while_it_is_being_signed_is_not_signed(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    guide.write("index.md", f"{PAGE}\n```{{include}} part.txt\n```\n")
    guide.write("part.txt", "Words.\n")

    def edit_meanwhile(_question: str) -> str:
        guide.write(changed, guide.read(changed) + "More words.\n")
        return "y"

    monkeypatch.setattr("builtins.input", edit_meanwhile)
    status, _told, message = guide.review()
    assert status == 1
    assert "changed since it was read: index.md" in message
    assert "last_reviewed_on" not in guide.read()
    assert guide.read(changed).endswith("More words.\n")


def test_two_runs_at_once_are_refused(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, str]] = []

    def second_run(_question: str) -> str:
        status = cli.main(["review", "index.md", "--by", "j-roe", "--yes"])
        told.append((status, guide.capsys.readouterr().err))
        return "y"

    monkeypatch.setattr("builtins.input", second_run)
    assert guide.review()[0] == 0
    assert told[0][0] == 2
    assert "another review of" in told[0][1]
    assert "reviewed_by: [maintainers]" in guide.read()


def test_a_run_that_ended_leaves_no_lock(guide: Guide) -> None:
    guide.review()
    guide.write("index.md", guide.read().replace("One", "Two"))
    assert guide.review()[0] == 0


def test_a_disk_that_is_full_stops_it_before_any_page_is_signed(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.write("second.md", PAGE.replace("status", "orphan: true\nstatus"))

    def full(path: Path, content: bytes) -> Path:
        if path.name == "second.md":
            raise OSError(28, "No space left on device", str(path))
        return files.prepare(path, content)

    monkeypatch.setattr(command, "prepare", full)
    status, message = guide.refuses("index.md", "second.md")
    assert status == 2
    assert "second.md cannot be written: No space left on device; nothing was signed" in message


def test_a_folder_that_cannot_be_written_is_told(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_written: Path, path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(command, "put_in_place", denied)
    status, message = guide.refuses()
    assert status == 2
    assert "index.md cannot be written: Permission denied; nothing was signed" in message


def test_two_hundred_pages_are_signed_at_once(guide: Guide) -> None:
    pages = [f"page-{number}.md" for number in range(200)]
    for page in pages:
        guide.write(page, PAGE.replace("status", "orphan: true\nstatus").replace("Cells", page))
    status, told, message = guide.review(*pages)
    assert (status, message) == (0, "")
    assert "Sign 200 pages as" in told
    assert all("review_digest: v1-" in guide.read(page) for page in pages)


KILLED = """
import os, signal, sys
from sphinx.locale import translators

from sphinx_evidence import cli, files
from sphinx_evidence.commands import review

step, number = sys.argv[1], int(sys.argv[2])
real = getattr(review, step)
done = []

def killed(*arguments):
    if len(done) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(arguments)
    return real(*arguments)

setattr(review, step, killed)
cli.main(["review", *sys.argv[3:], "--by", "maintainers", "--yes"])
"""


@pytest.mark.parametrize(
    ("step", "number", "signed"), [("prepare", 5, 0), ("put_in_place", 0, 0), ("put_in_place", 5, 5)]
)
def test_a_run_that_is_killed_leaves_every_page_whole(
    guide: Guide, step: str, number: int, signed: int
) -> None:
    pages = [f"page-{number}.md" for number in range(9)]
    before = {}
    for page in pages:
        before[page] = PAGE.replace("status", "orphan: true\nstatus").replace("Cells", page)
        guide.write(page, before[page])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(number), *pages],
        cwd=guide.folder,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL
    after = [guide.read(page) for page in pages]
    assert [OURS.sub("", text) for text in after] == list(before.values())
    assert [len(OURS.findall(text)) for text in after] == [4] * signed + [0] * (9 - signed)
    assert guide.review("page-8.md")[0] == 0


def test_git_shows_the_words_that_changed_since_the_review(guide: Guide) -> None:
    guide.git("init", "-q")
    guide.git("add", ".")
    guide.git("commit", "-qm", "Write")
    guide.review()
    guide.git("commit", "-qam", "Sign")
    guide.write("index.md", guide.read().replace("One in ten people had", "One in\nnine people had"))
    told = guide.review()[1]
    assert "Last reviewed 2026-11-22 by maintainers.\n  Since then (commit " in told
    assert "[-ten-]{+nine+} people had" in told.replace("\n", " ") or "[-ten-]\n" in told
    assert told.count("{+") == 1


def test_git_tells_of_a_picture_and_of_what_it_cannot_show(guide: Guide) -> None:
    guide.write("index.md", f"{PAGE}\n![A picture](a.png)\n")
    guide.write("a.png", b"\x00one")
    guide.git("init", "-q")
    guide.git("add", ".")
    guide.review()
    guide.git("add", ".")
    guide.git("commit", "-qm", "Sign")
    guide.write("a.png", b"\x00two")
    assert "a.png, which it shows, was changed too" in guide.review()[1]
    guide.write("index.md", guide.read().replace("One", "Two"))
    guide.git("commit", "-qam", "Sign, and edit after that")
    told = guide.review()[1]
    assert "nothing." not in told
    assert "What a reader gets has changed, and its files show no word of it" in told


def test_without_git_it_says_that_it_cannot_show_what_changed(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.review()
    guide.write("index.md", guide.read().replace("One", "Two"))
    assert "Cannot show what changed since then: there is no git repository." in guide.review()[1]
    guide.write("index.md", guide.read().replace("Two", "Three"))
    monkeypatch.setenv("PATH", str(guide.folder))
    assert "Cannot show what changed since then: git is not installed." in guide.review()[1]


def test_hostile_words_reach_no_terminal(guide: Guide) -> None:
    guide.write("index.md", "# A \x1b]0;title\x07 \x1b[2J\n\nWords.\n")
    assert not set(guide.review()[1]) & {"\x1b", "\x07"}


def test_conf_py_may_lie_above_the_pages(guide: Guide, tmp_path: Path) -> None:
    docs = tmp_path / "project" / "docs"
    docs.mkdir(parents=True)
    (docs.parent / "conf.py").write_text(CONF)
    (docs / "_data").mkdir()
    (docs / "_data" / "people.yaml").write_text(PEOPLE)
    (docs / "sub").mkdir()
    (docs / "index.md").write_text("# Start\n")
    (docs / "sub" / "page.md").write_text(PAGE.replace("status", "orphan: true\nstatus"))
    assert guide.review(str(docs / "sub" / "page.md"))[0] == 0
    assert "review_digest: v1-" in (docs / "sub" / "page.md").read_text()
