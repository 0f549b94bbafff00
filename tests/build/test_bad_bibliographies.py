"""A .bib file as somebody may send it: the page is built, and says what can be said, or one warning is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from conftest import Build

pytestmark = pytest.mark.slow  # some are large
CONF = 'bibtex_bibfiles = ["references.bib"]\n'
HOSTILE = "<script>alert(1)</script> <b onclick=x>\\input{/etc/passwd} \\write18{id} & 100\\% _x_ ^ ~ # $"


def entry(**fields: str) -> str:
    known = {
        "author": "{Roe, Jane}",
        "title": "{A title}",
        "journal": "{Journal}",
        "year": "{2020}",
    }
    lines = ",\n ".join(f"{name} = {value}" for name, value in (known | fields).items() if value)
    return f"@article{{Key,\n {lines},\n}}\n"


class Case(NamedTuple):
    """A file: what its reference says, and what the one warning names, if there is one."""

    name: str
    bib: str | bytes
    says: str
    warns: str = ""


CASES = [
    Case(
        "10,000 entries",
        entry() + "".join(entry().replace("Key", f"K{number}") for number in range(10_000)),
        "A title",
    ),
    Case("an abstract of 2 MB", entry(abstract="{" + "Words \\& {more} " * 125_000 + "}"), "A title"),
    Case(
        "3,000 authors",
        entry(author="{" + " and ".join(f"Name{number}, Ann" for number in range(3_000)) + "}"),
        "Name0 A, Name1 A, Name2 A, Name3 A, Name4 A, Name5 A, et al. A title",
    ),
    Case(
        "nested macros",
        '@string{a = "Jour"}\n@string{b = a # "nal"}\n@string{c = b # " of " # b}\n'
        + entry(journal="c # { X}"),
        "Journal of Journal X.",
    ),
    Case(
        "a string that names itself",
        '@string{self = self # "x"}\n' + entry(journal="self"),
        "A title",
        "undefined string",
    ),
    Case(
        "HTML in a title",
        entry(title="{CD4<sup>+</sup> <i>in vitro</i> <script>alert(1)</script>}"),
        "CD4+ in vitro <script>",
    ),
    Case("javascript in a url", entry(url="{javascript:alert(1)}"), "A title", "only http and https"),
    Case("no year", entry(year=""), "[date unknown]", "without year"),
    Case("forthcoming", entry(year="{forthcoming}"), "Forthcoming"),
    Case("a byte-order mark", b"\xef\xbb\xbf" + entry(title="{Über}").encode(), "Über"),
    Case("Windows line ends", entry(title="{Über}").replace("\n", "\r\n").encode(), "Über"),
    Case(
        "accents of LaTeX",
        entry(author="{Pan{\\'e}s, Juli\\'an}", title="{Sj{\\\"o}gren's \\emph{in vivo}}"),
        "Panés J. Sjögren's in vivo",
    ),
    Case(
        "names of all scripts",
        entry(author="{Øre, Åse and 王, 小明 and Д'Артаньян, Иван}"),
        "Øre Å, 王 小明, Д'Артаньян И",
    ),
    Case(
        "5,000 braces",
        entry(title="{" + "{" * 5000 + "deep" + "}" * 5000 + "}"),
        "",
        "too many nested braces",
    ),
    Case(
        "a macro bomb",
        "".join(
            f"@string{{m{n} = m{n - 1} # m{n - 1}}}\n" if n else '@string{m0 = "ha"}\n' for n in range(12)
        )
        + entry(title="m11"),
        "haha",
    ),
    Case(
        "everything hostile",
        entry(
            author="{" + HOSTILE.replace("#", "") + "}", title="{" + HOSTILE + "}", note="{" + HOSTILE + "}"
        ),
        "alert(1)",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_builds_or_is_one_clear_warning(build: Build, case: Case) -> None:
    built = build({"index.md": "# T\n\n{cite:p}`Key`\n", "references.bib": case.bib}, conf=CONF)
    assert len(built.warnings) == bool(case.warns), built.warnings
    assert case.warns in "".join(built.warnings)
    html = built.text("index.html")
    page = BeautifulSoup(html, "html.parser")
    assert case.says in " ".join(page.get_text().split())
    assert [
        script for script in page.select("script") if not script.get("src") and "alert" in script.get_text()
    ] == []
    assert page.select("[onclick], a[href^='javascript' i]") == []
    tex = build(builder="latex").text("test.tex")
    assert "\\input{/etc" not in tex
    assert "\\write18" not in tex
    assert tex.count("\\begin{document}") == 1


def test_a_project_without_a_bib_file_builds(build: Build) -> None:
    built = build({"index.md": "# T\n\nWords.\n"})
    assert built.warnings == []
    assert not (built.outdir / "references.bib").exists()


def test_a_citation_without_a_bib_file_is_one_warning(build: Build) -> None:
    built = build({"index.md": "# T\n\nWords {cite:p}`Key`.\n"})
    (warning,) = built.warnings
    assert "no .bib file has the key 'Key'" in warning


def test_a_missing_bib_file_is_one_warning(build: Build) -> None:
    (warning,) = build({"index.md": "# T\n\nWords.\n"}, conf=CONF).warnings
    assert "references.bib:1: WARNING: this .bib file does not exist" in warning
