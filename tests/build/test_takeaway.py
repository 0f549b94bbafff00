"""Files for other programs, and the page as a citation, as a site gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rispy
from bs4 import BeautifulSoup
from pybtex.database import parse_string

from conftest import PEOPLE

if TYPE_CHECKING:
    from conftest import Build

CONF = """
bibtex_bibfiles = ["references.bib"]
html_baseurl = "https://guide.example/en/"
version = "1.2"
author = "the maintainers"
"""
BIB = "".join(
    f"@article{{{key},\n author = {{Panés, Ann}},\n title = {{{{Title {key} \\& <b>}}}},\n journal = {{Journal}},\n"
    " year = {2020},\n}\n"
    for key in "ABC"
)
FILES: dict[str, str | bytes] = {
    "index.md": "---\nreview: none (start)\n---\n# Start\n\n{cite:p}`B`\n\n```{toctree}\nfolder/page\nrefs\n```\n",
    "folder/page.md": "---\nlast_reviewed_on: 2026-11-20\nreviewed_by: [maintainers]\n---\n"
    "# Cells & \\<lupus>\n\n{cite:p}`A,B`\n",
    "refs.md": "---\nreview: none (a list)\n---\n# All\n\n```{references}\n:scope: site\n```\n",
    "_data/people.yaml": PEOPLE,
    "references.bib": BIB,
}


@pytest.mark.parametrize(
    ("builder", "page", "base"),
    [
        ("html", "folder/page.html", "../_references/folder/page"),
        ("dirhtml", "folder/page/index.html", "../../_references/folder/page"),
    ],
)
def test_a_page_offers_its_references_in_three_forms(
    build: Build, builder: str, page: str, base: str
) -> None:
    built = build(FILES, conf=CONF, builder=builder)
    assert built.warnings == []
    links = BeautifulSoup(built.text(page), "html.parser").select(".evidence-downloads a[download]")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("BibTeX", f"{base}.bib"),
        ("RIS", f"{base}.ris"),
        ("CSL-JSON", f"{base}.json"),
    ]
    for link in links:
        assert ((built.outdir / page).parent / str(link["href"])).is_file()


def test_the_files_hold_the_references_of_the_page_in_its_order_and_of_the_site_by_key(build: Build) -> None:
    built = build(FILES, conf=CONF)
    for base, keys in (
        ("_references/index", ["B"]),
        ("_references/folder/page", ["A", "B"]),
        ("references", ["A", "B"]),
    ):
        assert list(parse_string(built.text(f"{base}.bib"), "bibtex").entries) == keys
        assert [entry["id"] for entry in rispy.loads(built.text(f"{base}.ris"))] == keys
        assert [item["id"] for item in json.loads(built.text(f"{base}.json"))] == keys
    titles = [item["title"] for item in json.loads(built.text("references.json"))]
    assert titles[0].startswith("Title A & ")


def test_a_page_that_cites_no_more_has_no_files(build: Build) -> None:
    build(FILES, conf=CONF)
    built = build({"folder/page.md": "# Page\n\nWords.\n", "_references.txt": "not ours"})
    assert not (built.outdir / "_references" / "folder").exists()
    assert (built.outdir / "_references" / "index.bib").exists()


def test_cite_this_page(build: Build) -> None:
    built = build(FILES, conf=CONF)
    page = BeautifulSoup(built.text("folder/page.html"), "html.parser")
    digest = json.loads(built.text("pages.json"))["pages"][0]["content_digest"]
    (box,) = page.select("details.evidence-cite-page")
    assert not box.has_attr("open")
    (summary,) = box.select("summary")
    assert summary.get_text() == "Cite this page"
    (text,) = box.select(".evidence-cite-text")
    assert text.get_text() == (
        "The maintainers. Cells & <lupus> [Internet]. Test; 2026 Nov 20. Last reviewed 2026 Nov 20, version 1.2, "
        f"revision {digest[:11]}. Available from: https://guide.example/en/folder/page.html"
    )
    (entry,) = parse_string(box.select("pre")[0].get_text(), "bibtex").entries.values()
    assert entry.fields["url"] == "https://guide.example/en/folder/page.html"
    assert digest[:11] in entry.fields["note"]
    assert "<lupus>" not in built.text("folder/page.html")


def test_a_page_without_review_record_is_not_offered_for_citation(build: Build) -> None:
    assert "Cite this page" not in build(FILES, conf=CONF).text("index.html")


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text"])
def test_outputs_that_are_no_site_have_neither(build: Build, builder: str) -> None:
    built = build(FILES, conf=CONF, builder=builder)
    assert list(built.outdir.rglob("*.ris")) == []
    for path in built.outdir.rglob("*"):
        if path.suffix in {".html", ".xhtml", ".tex", ".txt"} and "_static" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert "Cite this page" not in text
            assert "CSL-JSON" not in text
