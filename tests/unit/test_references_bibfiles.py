from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.problems import ProblemCode
from sphinx_evidence.references.bibfiles import BibFiles, read_bibliographies
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

PATH = "docs/_data/references.bib"
FIRST = "@article{first,\n  title = {First}\n}\n"
LAST = "\n@article{last,\n  title = {Last}\n}\n"


def read(text: str | bytes) -> BibFiles:
    return read_bibliographies([(PATH, text if isinstance(text, bytes) else text.encode())])


def keys(found: BibFiles) -> list[str]:
    assert found.keys == {PATH: list(found.data.entries)}
    return found.keys[PATH]


def test_a_good_file_is_read_as_it_stands() -> None:
    found = read(
        '@string{jama = "JAMA"}\n@article{Uccelli2021,\n author = {Uccelli, Antonio and Laroni, Alice},\n'
        " journal = jama, month = nov, year = 2021, doi = {10.1016/x}, url = {https://example.org/a?b=c#d}\n}\n"
        "@comment{nothing}\n% a note\n@misc{EMA2024, title = {Alofisel}}\n"
    )
    assert found.problems == []
    assert keys(found) == ["Uccelli2021", "EMA2024"]
    entry = found.data.entries["Uccelli2021"]
    assert entry.fields["journal"] == "JAMA"
    assert entry.fields["month"] == "November"
    assert entry.fields["url"] == "https://example.org/a?b=c#d"
    assert [person.last_names for person in entry.persons["author"]] == [["Uccelli"], ["Laroni"]]


@pytest.mark.parametrize("text", ["", "\n", "% only a note\n", "no entry here\n", "@comment{x}", "@" * 1000])
def test_a_file_without_entries_is_no_fault(text: str) -> None:
    found = read(text)
    assert (keys(found), found.problems) == ([], [])


def test_no_files_at_all_are_no_fault() -> None:
    found = read_bibliographies([])
    assert (list(found.data.entries), found.keys, found.problems) == ([], {}, [])


@pytest.mark.parametrize(
    ("bad", "line", "found_text", "remedy"),
    [
        (
            "@article{bad,\n title={x}\n year=2020\n}",
            6,
            "in the entry 'bad'",
            "check its braces, quotes and commas",
        ),
        ("@article{bad,\n title={x\n}", 4, "in the entry 'bad'", "check its braces, quotes and commas"),
        ('@article{bad,\n title="x\n}', 6, "in the entry 'bad'", "check its braces, quotes and commas"),
        ("@article{bad,\n title=\n}", 6, "field value expected", "check its braces, quotes and commas"),
        ("@article{bad,\n title={x}, title={y}}", 4, "duplicate title field", "check"),
        (
            "@article{bad,\n author={X} year=2020,\n note={mail a@b.org}}",
            5,
            "in the entry 'bad'",
            "check its braces, quotes and commas",
        ),
        (
            "@article{bad,\n author={Roe, Jane, MD, PhD, FRCP}\n}",
            4,
            "Too many commas in 'Roe, Jane, MD, PhD, FRCP'",
            "write names as 'Family, Given and Family, Given'",
        ),
        (
            "@article{bad,\n month = novembre\n}",
            5,
            "undefined string: novembre",
            "put the value into braces, or define it with @string before",
        ),
        (
            "@article{first,\n title={Again}\n}",
            4,
            "the key 'first' is given twice, first in line 1; the first one is used",
            "rename the other",
        ),
        (
            "@article{FIRST,\n title={Again}\n}",
            4,
            "the keys 'FIRST' and 'first' (line 1) differ only in case",
            "rename the other",
        ),
        ("@article{,\n title={x}\n}", 4, "entry key expected", "check"),
        ("@article{bad,\n title={" + "{" * 5000 + "}" * 5000 + "}}", 5, "too many nested braces", "check"),
        (
            "@misc{bad,\n url={javascript:alert(1)}\n}",
            4,
            "the url of 'bad' is 'javascript:alert(1)'",
            "only http and https are linked",
        ),
    ],
)
def test_a_bad_entry_is_one_problem_on_its_line_and_costs_no_other(
    bad: str, line: int, found_text: str, remedy: str
) -> None:
    found = read(FIRST + bad + LAST)
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.path) == (ProblemCode.BIBLIOGRAPHY, line, PATH)
    assert found_text in problem.message
    assert remedy in problem.message
    names = keys(found)
    assert (names[0], names[-1]) == ("first", "last")
    assert found.data.entries["first"].fields["title"] == "First"
    assert found.data.entries["last"].fields["title"] == "Last"


def test_each_of_many_bad_entries_is_told_once() -> None:
    bad = "".join(f"@article{{k{number},\n title={{x\n" for number in range(5))
    found = read(bad + LAST)
    assert [problem.line for problem in found.problems] == [1, 3, 5, 7, 9]
    assert "last" in keys(found)


@pytest.mark.parametrize(
    ("text", "found_text"),
    [
        ("@misc{b,title={x}}@misc{a,title={y}}@misc{a,title={z}}\n", "'a' is given twice"),
        ("@misc{x, month=a\u202eb}\n", "undefined string"),
        ("@misc{x, month=a\x1b[31m}\n", "undefined string"),
    ],
)
def test_what_follows_from_a_fault_is_not_told_again(text: str, found_text: str) -> None:
    (problem,) = read(text).problems
    assert found_text in problem.message


def test_a_key_given_three_times_is_told_twice_and_no_later_entry_is_lost() -> None:
    found = read(FIRST * 3 + LAST)
    assert [problem.line for problem in found.problems] == [4, 7]
    assert keys(found) == ["first", "last"]


def test_latin_1_is_read_told_once_with_its_first_line_and_costs_nothing() -> None:
    text = (
        FIRST.encode()
        + b"@article{bad,\n title={M\xe9ni\xe8re},\n note={\xa9}\n}\n"
        + "@misc{ok, title={é}}".encode()
    )
    found = read(text)
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.path) == (ProblemCode.BIBLIOGRAPHY, 5, PATH)
    assert "2 line(s) are not UTF-8 and were read as Latin-1" in problem.message
    assert "save the file as UTF-8" in problem.message
    assert keys(found) == ["first", "bad", "ok"]
    assert found.data.entries["bad"].fields["title"] == "Ménière"
    assert found.data.entries["ok"].fields["title"] == "é"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("sign", [b"\xc3\xa9", b"\xe9"], ids=["UTF-8", "Latin-1"])
def test_byte_order_mark_and_windows_line_ends_change_nothing(
    mark: bytes, newline: bytes, sign: bytes
) -> None:
    text = b"@article{a,\n title={" + sign + b"}\n}\n@article{b,\n month=foo\n}\n"
    found = read(mark + text.replace(b"\n", newline))
    assert keys(found) == ["a", "b"]
    assert found.data.entries["a"].fields["title"] == "é"
    assert [problem.line for problem in found.problems if "undefined string" in problem.message] == [5]


def test_of_a_key_in_two_files_the_first_file_s_is_used_and_the_other_is_told() -> None:
    other = "@misc{other, title={O}}\n@article{first, title={Impostor}}\n"
    found = read_bibliographies([("a.bib", FIRST.encode()), ("b.bib", other.encode())])
    (problem,) = found.problems
    assert (problem.line, problem.path) == (2, "b.bib")
    assert "'first' stands in another .bib file too" in problem.message
    assert "rename this one" in problem.message
    assert found.data.entries["first"].fields["title"] == "First"
    assert found.keys == {"a.bib": ["first"], "b.bib": ["other"]}


def test_a_macro_of_one_file_holds_in_the_next_even_where_the_first_has_a_fault() -> None:
    first = b"@string{jama = {JAMA}}\n@misc{broken, title={x\n@misc{ok, title={y}}\n"
    found = read_bibliographies([("a.bib", first), ("b.bib", b"@misc{b, journal = jama}")])
    assert [problem.path for problem in found.problems] == ["a.bib"]
    assert found.data.entries["b"].fields["journal"] == "JAMA"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "https://",
        "https://a b.org",
        "https://example.org/ javascript:x",
        r"\url{https://example.org}",
    ],
)
def test_a_reader_is_sent_to_http_and_https_only(url: str) -> None:
    found = read(f"@misc{{a,\n url = {{{url}}}, title = {{T}}\n}}\n")
    (problem,) = found.problems
    assert "only http and https are linked: it is left out" in problem.message
    assert "url" not in found.data.entries["a"].fields
    assert found.data.entries["a"].fields["title"] == "T"


@pytest.mark.parametrize(
    "url", ["https://example.org/a_b?c=%20#d", "HTTP://example.org", "  https://x.org  ", ""]
)
def test_a_web_address_is_kept(url: str) -> None:
    found = read(f"@misc{{a,\n url = {{{url}}}\n}}\n")
    assert found.problems == []
    assert found.data.entries["a"].fields["url"].strip() == url.strip()


@pytest.mark.parametrize("text", ["@misc{a, crossref={a}}", "@misc{a, crossref={b}}\n@misc{b, crossref={a}}"])
def test_references_in_a_circle_end(text: str) -> None:
    assert read(text).problems == []


def test_an_address_that_an_entry_takes_from_another_is_left_out_once() -> None:
    found = read("@misc{a, crossref={b}}\n@misc{b,\n url={javascript:x}}\n")
    assert [problem.line for problem in found.problems] == [2]
    assert keys(found) == ["a", "b"]


@pytest.mark.parametrize("key", ["title", "note", "abstract"])
def test_a_hostile_field_is_kept_as_it_stands_or_is_told_and_costs_no_other(key: str, hostile: str) -> None:
    found = read(f"{FIRST}@misc{{bad,\n {key} = {{{hostile}}}\n}}\n{LAST}")
    assert {"first", "bad", "last"} == set(keys(found))
    if not found.problems:
        assert found.data.entries["bad"].fields[key] == " ".join(printable(hostile).split())
    assert all(len(problem.message) < 600 and problem.message.isprintable() for problem in found.problems)


@pytest.mark.parametrize("where", ["author", "key", "month", "url"])
def test_a_hostile_text_elsewhere_costs_no_other_entry(where: str, hostile: str) -> None:
    entry = {
        "author": f"@misc{{bad,\n author = {{{hostile} and Roe, Jane}}\n}}\n",
        "key": f"@misc{{{hostile},\n title = {{x}}\n}}\n",
        "month": f"@misc{{bad,\n month = 1{hostile}\n}}\n",
        "url": f"@misc{{bad,\n url = {{{hostile}}}\n}}\n",
    }[where]
    found = read(FIRST + entry + LAST)
    assert {"first", "last"} <= set(keys(found))
    assert all(len(problem.message) < 600 for problem in found.problems)


@pytest.mark.parametrize(
    "text",
    [
        "@misc{c,\n month=" + "z" * 1_000_000 + "}\n",
        "@misc{c,\n author={" + "z," * 100_000 + "}}\n",
        "@misc{" + "k" * 1_000_000 + ",\n title=}\n",
        "@misc{c,\n title={" + "{" * 1_000_000,
    ],
    ids=["macro", "name", "key", "braces"],
)
def test_a_megabyte_is_told_at_once_on_one_short_line(
    text: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    with quickly():
        found = read(text + FIRST)
    (problem,) = found.problems
    assert len(problem.message) < 600
    assert "first" in keys(found)


def test_the_same_file_gives_the_same_answer_twice() -> None:
    text = FIRST + "@article{bad,\n title={x\n" + LAST
    assert read(text).problems == read(text).problems
    assert keys(read(text)) == keys(read(text))


TOKENS = st.sampled_from(
    ["@article{a,", "@misc{b,", "@string{m = ", "@comment{", "\n", " title = ", "{x}", '"y"', "}", "{", ",", "#", "m",
     " author = {A, B, C, D}", " url = {x}", "@", "(", ")", "é", "\x00", " crossref = {b}"]
)  # fmt: skip


@given(st.one_of(st.binary(), st.lists(TOKENS, max_size=25).map(lambda parts: "".join(parts).encode())))
def test_any_bytes_are_read_without_an_exception(raw: bytes) -> None:
    found = read(raw)
    keys(found)
    for problem in found.problems:
        assert problem.path == PATH
        assert problem.line is not None
        assert 1 <= problem.line <= raw.count(b"\n") + raw.count(b"\r") + 1


@given(
    st.lists(
        st.sampled_from([" title = ", "{x}", '"y"', "{", ",", "#", "m", "@", "(", "é", "="]), max_size=12
    )
)
def test_whatever_an_entry_says_the_next_one_is_read(parts: list[str]) -> None:
    found = read(f"@misc{{bad,{''.join(parts)}\n{LAST}")
    assert found.data.entries["last"].fields["title"] == "Last"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@misc{a}\n@misc{a}\n", ["'a' is given twice, first in line 1"]),
        ("@misc{b,title={x}}@misc{a,title={y}}@misc{a,title={z}}\n", ["'a' is given twice, first in line 1"]),
        ("@misc{x, month=a\u202eb}\n", ["undefined string"]),
    ],
)
def test_one_fault_is_one_problem_that_names_the_right_key(text: str, found: list[str]) -> None:
    problems = read_bibliographies([("p", text.encode())]).problems
    assert len(problems) == len(found)
    assert all(part in problem.message for part, problem in zip(found, problems, strict=True))
