"""Tables that become cards: each cell says its column on a site, and no other output repeats the heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from conftest import Build

TABLE = """# Title

:::{list-table} Made-up products
:class: evidence-cards
:header-rows: 1

* - Product of *one* `<b>` maker
  - Where
* - Cells A
  - Nowhere

    - not here
* - Cells B
  - Elsewhere
:::
"""
PLAIN = TABLE.replace(":class: evidence-cards\n", "")
HEADLESS = TABLE.replace(":header-rows: 1\n", "")
SPANNING = """Title
=====

.. table:: Made-up
   :class: evidence-cards

   ======= =====
   Product Where
   ======= =====
   Cells A
   -------------
   Cells B Else
   ======= =====
"""


NESTED = """Title
=====

.. list-table:: Outer
   :class: evidence-cards
   :header-rows: 1

   * - Outer one
     - Outer two
   * - .. list-table::
          :header-rows: 1

          * - Inner
          * - inner cell
     - Cells B
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_each_cell_of_a_card_begins_with_the_head_of_its_column(build: Build, builder: str) -> None:
    built = build({"index.md": TABLE}, builder=builder)
    (body,) = BeautifulSoup(built.text("index.html"), "html.parser").select("table tbody")
    heads = ["Product of one <b> maker", "Where"]
    assert [label.text for label in body.select("p.evidence-label:first-child")] == heads * 2
    assert [cell.get_text(" ", strip=True).split(" ")[-1] for cell in body.select("td")] == [
        "A",
        "here",
        "B",
        "Elsewhere",
    ]
    assert built.warnings == []


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "index.txt"), ("epub", "index.xhtml"), ("latex", "test.tex")]
)
def test_no_other_output_repeats_the_heads(build: Build, builder: str, file: str) -> None:
    written = build({"index.md": TABLE}, builder=builder).text(file)
    assert written.count("Where") == 1
    assert "evidence-label" not in written


@pytest.mark.parametrize(
    ("name", "page"), [("index.md", PLAIN), ("index.md", HEADLESS), ("index.rst", SPANNING)]
)
def test_a_table_without_one_head_for_each_cell_has_no_labels(build: Build, name: str, page: str) -> None:
    written = build({name: page}).text("index.html")
    assert "Cells B" in written
    assert "evidence-label" not in written
    assert 'class="evidence-cards' not in written


def test_a_table_in_a_cell_keeps_its_own_heads(build: Build) -> None:
    page = BeautifulSoup(build({"index.rst": NESTED}).text("index.html"), "html.parser")
    assert [label.text for label in page.select("p.evidence-label")] == ["Outer one", "Outer two"]
    assert not page.select("table table p.evidence-label")
