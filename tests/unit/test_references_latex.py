from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.references.latex import text_of, words_of
from sphinx_evidence.references.parts import Style, Words, plain
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

EMPHASIS, STRONG, SUB, SUP = Style.EMPHASIS, Style.STRONG, Style.SUBSCRIPT, Style.SUPERSCRIPT


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"M\'eni\`ere", "Ménière"),
        (r"{\'e}\'{e}{\'{e}}", "ééé"),
        (r"Garc{\'\i}a Mart\'{\i}nez", "García Martínez"),
        (r"{\L}ukasz Ma{\l}gorzata", "Łukasz Małgorzata"),
        (r"M{\o}ller \O stergaard \AA ngstr{\"o}m", "Møller Østergaard Ångström"),
        (r"Stra\ss{}e stra{\ss}e", "Straße straße"),
        (
            r"\v{S}vajger \c{C}elik \c Celik Er\H{o}s \u{g} \k{a} \r{u} \d{s} \=a \.z",
            "Švajger Çelik Çelik Erős ğ ą ů ṣ ā ż",
        ),
        (r"\~{}smith a\^{}b", "~smith a^b"),
        (r"$\beta$-cell, \textbeta, IFN-$\gamma$, TGF-\textalpha{} x", "β-cell, β, IFN-γ, TGF-α x"),
        (r"$p \leq 0.05$, $\geq$, \pm, $\pm$2, $<$ 3, \textless 4", "p ≤ 0.05, ≥, ±, ±2, < 3, <4"),
        (r"37$^\circ$C, 37$^\circ C$, 37\,\textdegree C", "37°C, 37°C, 37 °C"),
        ("5--10 years---a review", "5–10 years—a review"),
        (r"``Allogeneic'' cells \& Crohn's", "“Allogeneic” cells & Crohn's"),
        ("van~Assche", "van\u00a0Assche"),
        (r"5\%, 5 %, \$5, a\_b, \#1, \{x\}, a\\b", "5%, 5 %, $5, a_b, #1, {x}, a b"),
        ("a_b^c costs $5 and $6, or $5-$6", "a_b^c costs $5 and $6, or $5-$6"),
        (r"{ECCO {G}uidelines} for {{IBD}}", "ECCO Guidelines for IBD"),
        (r"see \url{https://example.org/a_b~c%20d--e}", "see https://example.org/a_b~c%20d--e"),
        (r"\href{https://example.org/}{the {trial} page}", "the trial page"),
        (r"{\textbraceleft}a{\textbraceright} \textasciicircum{} \textbackslash{} \textbar", r"{a} ^ \ |"),
        (r"\unknown{kept} \textsc{Smith} \cite[p.~3]{x}", "kept Smith [p.\u00a03]x"),
        (r"\frac{1}{2} of \textcolor{red}{it}", "1 2 of red it"),
        (r"a\unknown b", "a b"),
        ("  a \n\t b  ", "a b"),
        ("~a~", "a"),
        (r"{\em\ } a { } b", "a b"),
        (r"\'", ""),
        ("\\", ""),
        ("", ""),
        ("{}", ""),
        ("a}b{c", "abc"),
        ("naïve 王小明 Ωμέγα", "naïve 王小明 Ωμέγα"),
    ],
)
def test_latex_becomes_what_a_reader_reads(latex: str, text: str) -> None:
    assert plain(words_of(latex)) == text


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        (r"\emph{in vitro} x", [("in vitro", EMPHASIS), (" x", None)]),
        (r"a {\em in vitro} x", [("a ", None), ("in vitro", EMPHASIS), (" x", None)]),
        (r"{\it a} {\bf b}", [("a", EMPHASIS), (" ", None), ("b", STRONG)]),
        (r"{\itshape c \normalfont d}", [("c ", EMPHASIS), ("d", None)]),
        (r"\textit{a \textbf{b} c}", [("a ", EMPHASIS), ("b", STRONG), (" c", EMPHASIS)]),
        (r"CD4$^{+}$ and CD8$^+$", [("CD4", None), ("+", SUP), (" and CD8", None), ("+", SUP)]),
        (r"H$_2$O, $10^{-3}$", [("H", None), ("2", SUB), ("O, 10", None), ("-3", SUP)]),
        (r"$\mathrm{T}_{reg}$", [("T", None), ("reg", SUB)]),
        (r"T\textsubscript{reg}\textsuperscript{$\alpha$}", [("T", None), ("reg", SUB), ("α", SUP)]),
        (r"a\textsuperscript 2x", [("a", None), ("2", SUP), ("x", None)]),
        (r"\emph{\'e}\emph \'ea", [("éé", EMPHASIS), ("a", None)]),
        (r"\emph{a}\emph{b}", [("ab", EMPHASIS)]),
        (r"a\emph{ }\textbf{~}", [("a", None)]),
        (r"a \emph{ b }", [("a ", None), ("b", EMPHASIS)]),
        (r"\emph{}a\emph{ }b", [("a", None), (" ", EMPHASIS), ("b", None)]),
        (r"{\em a", [("a", EMPHASIS)]),
        (r"\emph{a} } b", [("a", EMPHASIS), (" b", None)]),
        (r"\unknown{\emph{a} b}", [("a", EMPHASIS), (" b", None)]),
        (r"$\emph{a$ b", [("a", EMPHASIS), (" b", None)]),
        ("<i>in vivo</i> and <EM>b</EM>", [("in vivo", EMPHASIS), (" and ", None), ("b", EMPHASIS)]),
        ("CO<sub>2</sub>m<sup>2</sup>", [("CO", None), ("2", SUB), ("m", None), ("2", SUP)]),
        ("<b>b</b><strong>c</strong>", [("bc", STRONG)]),
        ("<i>a<sup>b</sup>c</i>", [("a", EMPHASIS), ("b", SUP), ("c", EMPHASIS)]),
        (r"<i>\textbf{a} b</i>", [("a", STRONG), (" b", EMPHASIS)]),
        ("{<i>a</i>}", [("a", EMPHASIS)]),
    ],
)  # fmt: skip
def test_styles_are_kept(text: str, runs: list[tuple[str, Style | None]]) -> None:
    assert words_of(text) == tuple(Words(*run) for run in runs)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<i class="x">a</i >',
        '"><img src=x onerror=alert(1)>',
        "a <i> b",
        "a </i> b",
        "<i>a</b>",
        "</i>a<i>",
        "1 <2 and 3> 2",
        "<span>a</span><a href=x>b</a>",
        "&lt;i&gt;",
    ],
)
def test_other_html_is_literal_text(text: str) -> None:
    assert words_of(text) == (Words(text),)


def test_a_tag_has_its_partner_in_the_same_group_or_is_literal() -> None:
    assert words_of("<i>{a</i>}") == (Words("<i>a</i>"),)
    assert words_of("{<i>a}</i>") == (Words("<i>a</i>"),)
    assert words_of("<i><b>a</i></b>") == (Words("<i>"), Words("a</i>", STRONG))


def test_text_of_has_one_space_for_every_white_space() -> None:
    assert text_of(r"Van~Assche, \emph{G}\,x") == "Van Assche, G x"


def test_control_characters_do_not_reach_a_writer() -> None:
    assert plain(words_of("a\x00b\x1b[31m{c}")) == "a b [31mc"


def test_hostile_text_is_neither_lost_nor_run(hostile: str) -> None:
    found = plain(words_of(hostile))
    letters = "".join(sign for sign in printable(hostile) if sign.isalnum())
    if "\\" not in hostile and "{" not in hostile:
        assert "".join(sign for sign in found if sign.isalnum()) == letters


SIGNS = st.sampled_from(
    ["{", "}", "$", "\\", "^", "_", "~", "--", "'", "`", '"', "<i>", "</i>", "<b>", "</sup>", "\\emph", "\\em ",
     "\\'", "\\c", "\\v", "\\i", "\\frac", "\\url{", "\\href{", "\\beta", "a", "é", "1", " ", "\n", "\u0301", "\\text"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(SIGNS).map("".join)))
def test_any_text_is_read_into_folded_runs(text: str) -> None:
    runs = words_of(text)
    found = plain(runs)
    assert found == found.strip()
    assert "  " not in found
    assert all(run.text for run in runs)
    assert all(one.style is not other.style for one, other in pairwise(runs))


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
GROUPS = st.recursive(
    WORD,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(" ".join),
        inner.map("{{{}}}".format),
        st.tuples(st.sampled_from([r"\emph", r"\textbf", r"\unknown"]), inner).map(
            lambda made: f"{made[0]}{{{made[1]}}}"
        ),
        inner.map(r"{{\em {}}}".format),
    ),
    max_leaves=12,
)


@given(GROUPS)
def test_balanced_markup_leaves_its_words_and_nothing_else(text: str) -> None:
    found = plain(words_of(text))
    assert not set(found) & set("{}\\")
    commands = (r"\emph", r"\textbf", r"\unknown", r"\em ")
    expected = text
    for command in commands:
        expected = expected.replace(command, "")
    assert found == expected.replace("{", "").replace("}", "")


@pytest.mark.parametrize(
    "text",
    [
        "x " * 1_000_000,
        (r"CD4$^{+}$ cells, \emph{in vitro} " + "and so on " * 60) * 3_200,
        "{" * 50_000 + "}" * 50_000,
        "{" * 100_000,
        r"\emph{" * 50_000,
        r"\'e " * 50_000,
        "<i>" * 50_000,
        "<i>" * 25_000 + "</i>" * 25_000,
        "$" * 100_000,
        "$a " * 100_000,
        r"\url{" * 50_000,
        "\\" * 100_000,
        "$a" + "^{" * 50_000 + "$",
        r"\x" + " " * 2_000_000,
        "$^a" + "\u0301" * 500_000 + "$",
        r"\frac{1}" * 25_000,
    ],
    ids=["plain", "abstract", "nested", "open", "emph", "accent", "tag", "tags", "dollar", "prices", "url",
         "backslash", "shift", "space", "marks", "unknown"],
)  # fmt: skip
def test_a_long_text_takes_no_time_and_no_depth(
    text: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    with quickly():
        words_of(text)
