"""Citations wherever they can stand, through LaTeX: numbers, links, lists, and the pages that cite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from conftest import CONF
from pdf.pdf_files import make_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from pdf.pdf_files import Pdf

pytestmark = [pytest.mark.slow, pytest.mark.tex, pytest.mark.poppler]

ENGINES = ("pdflatex", "lualatex")
BIB = "".join(
    f"@article{{{key},\n author = {{{name}, Ann}},\n title = {{{{{title}}}}},\n journal = {{Journal}},\n"
    f" year = {{2020}},\n doi = {{10.1000/{key}_{{x}}#}},\n}}\n".replace("_{x}#", "")
    for key, name, title in (
        ("Caption", "Bildner", "In a caption"),
        ("Table_Key", "Tafel", "In a table, 50\\% of {\\'e}t{\\'e} \\& CD4$^+$ <b>cells</b>"),
        ("Head", "Kopf", "In a table's head"),
        ("Heading", "Titel", "In a heading"),
        ("Note", "Fuss", "In a footnote"),
        ("Text", "Panés", "In the text"),
        ("Box", "Kasten", "In a box"),
        ("Other", "Ander", "On another page"),
    )
)
INDEX = """# Start

Words {cite:p}`Text`, {cite:t}`Text`, in a note[^n].

[^n]: See {cite:p}`Note{p. 3}`.

```{figure} dot.png
A picture {cite:p}`Caption`.
```

:::{list-table} A table {cite:p}`Caption`
:header-rows: 1
:class: longtable

* - Head {cite:p}`Head`
  - Other
* - Cell {cite:p}`Table_Key`
  - {cite:t}`Table_Key`
:::

:::{note}
In a box {cite:p}`Box`.
:::

## Part {cite:p}`Heading`

More {cite:p}`Caption,Table_Key,Head,Heading,Note,Text,Box`.

```{toctree}
other
refs
```
"""
# The smallest PNG there is: one dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module", params=ENGINES)
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    folder: Path = tmp_path_factory.mktemp("source")
    conf = (
        f'{CONF}latex_engine = "{request.param}"\nbibtex_bibfiles = ["references.bib"]\n'
        'latex_elements = {"extraclassoptions": "openany"}\nlatex_show_pagerefs = True\n'
        'suppress_warnings = ["evidence.citation"]\n'  # the heading is told of elsewhere
    )
    files = {
        "conf.py": conf,
        "index.md": INDEX,
        "other.md": "# Other\n\nThere {cite:p}`Other` and {cite:p}`Text`.\n",
        "refs.md": "# All sources\n\n```{references}\n:scope: site\n```\n",
        "references.bib": BIB,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "dot.png").write_bytes(DOT)
    return make_pdf(tmp_path_factory.mktemp("pdf"), folder)


def test_numbers_stand_in_text_captions_tables_headings_and_notes(pdf: Pdf) -> None:
    for words in (
        "Words (1), Panés (1)",
        "See (7, p. 3).",
        "A picture (2)",
        "A table (2)",
        "Head (3)",
        "Cell (4)",
        "Tafel (4)",
        "In a box (5).",
        "Part (6)",
        "More (1–7).",
        "There (1) and (2).",
    ):
        assert words in pdf.text, words


def test_each_page_s_list_follows_it_and_every_title_is_as_it_is_written(pdf: Pdf) -> None:
    wanted = ("1. Panés A.", "There (1) and (2).", "1. Ander A.", "Cited on: Start (page")
    places = [pdf.text.index(words) for words in wanted]
    assert places == sorted(places)
    assert "1. Panés A. In the text. Journal. 2020. doi: 10.1000/Text" in pdf.text
    assert "In a table, 50% of été & CD4+ cells" in pdf.text.replace("CD4 +", "CD4+")


def test_a_printed_reference_names_each_page_that_cites_it_once(pdf: Pdf) -> None:
    cited_on = re.findall(r"Cited on p\. ((?:\d+, )*\d+)(?= |$)", pdf.text)
    assert len(cited_on) == 9
    for pages in cited_on:
        numbers = pages.split(", ")
        assert len(set(numbers)) == len(numbers)
    # On page 1 in the text, in two captions, a cell and a box, and on page 2 again; on page 2 only in a table's head.
    assert (cited_on.count("1, 2"), cited_on.count("2, 1"), cited_on.count("2")) == (4, 1, 4)


def test_every_link_leads_somewhere_and_the_log_has_no_fault(pdf: Pdf) -> None:
    assert pdf.links() <= pdf.places()

    for fault in (
        "undefined references",
        "multiply-defined",
        "LaTeX Error",
        "Undefined control",
        "Token not allowed",
    ):
        assert fault not in pdf.log, fault


def test_each_page_that_cites_has_one_heading_for_its_list(pdf: Pdf) -> None:
    titles: list[str] = []

    def collect(outline: list[object]) -> None:
        for entry in outline:
            if isinstance(entry, list):
                collect(entry)
            else:
                titles.append(str(getattr(entry, "title", "")))

    collect(list(PdfReader(pdf.path).outline))
    assert titles.count("References") == 2
    assert "Bibliography" not in titles
