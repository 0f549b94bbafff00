"""The page's own list, the site's list, their anchors and links, in every writer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from bs4 import Tag

    from conftest import Build, Built

CONF = 'bibtex_bibfiles = ["references.bib"]\n'


def entry(key: str, title: str, kind: str = "rct") -> str:
    return (
        f"@article{{{key},\n author = {{{title}son, Ann}},\n title = {{{{{title}}}}},\n journal = {{Journal}},\n"
        f" year = {{2020}},\n doi = {{10.1000/{key}}},\n keywords = {{{kind}}},\n}}\n"
    )


BIB = entry("A", "Alpha") + entry("B", "Beta", "review") + entry("C", "Gamma") + entry("Unused", "Omega")
INDEX = "# Start\n\nFirst {cite:p}`A,B`.\n\n## Part\n\nAgain {cite:p}`A`.\n\n```{toctree}\nfolder/page\nrefs\n```\n"
FILES: dict[str, str | bytes] = {
    "index.md": INDEX,
    "folder/page.md": "# Page\n\nOnly {cite:p}`B` and {cite:t}`C`.\n",
    "refs.md": "# All\n\n```{references}\n:scope: site\n```\n",
    "references.bib": BIB,
}


def page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.text(name), "html.parser")


def listed(soup: BeautifulSoup) -> list[str]:
    return [str(item["id"]) for item in soup.select(".evidence-references > li")]


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def words(node: Tag) -> str:
    return " ".join(node.get_text().split())


def test_a_page_that_cites_ends_with_its_list(build: Build) -> None:
    built = build(FILES, conf=CONF)
    assert built.warnings == []
    index = page(built, "index.html")
    assert listed(index) == ["ref-A", "ref-B"]
    assert words(one(index, "section#references > h2")).startswith("References")
    assert words(one(index, "#ref-A .evidence-reference-text")) == (
        "Alphason A. Alpha. Journal. 2020. doi: 10.1000/A"
    )
    assert one(index, "#ref-A .evidence-reference-text a")["href"] == "https://doi.org/10.1000/A"
    assert "#references" in [
        link["href"] for link in index.select(".sphinxsidebar a, .toctree-wrapper a")
    ] or index.select('a[href="#references"]')


def test_back_links_lead_to_each_place_that_cites(build: Build) -> None:
    index = page(build(FILES, conf=CONF), "index.html")
    back = index.select("#ref-A .evidence-backlinks a")
    assert [(link.get_text(), link["href"]) for link in back] == [("a", "#cite-1"), ("b", "#cite-3")]
    assert [link.get("title") for link in back] == ["Under the heading “Start”", "Under the heading “Part”"]
    for link in back:
        assert one(index, str(link["href"])).get_text() == "1"


def test_a_page_that_cites_nothing_has_no_list(build: Build) -> None:
    built = build({"index.md": "# T\n\nWords.\n", "references.bib": BIB}, conf=CONF)
    assert "References" not in built.text("index.html")


@pytest.mark.parametrize(
    "directive",
    [
        "```{references}\n```",
        "```{bibliography}\n```",
        "```{bibliography}\n:filter: docname in docnames\n```",
    ],
)
def test_the_list_stands_where_the_author_puts_it(build: Build, directive: str) -> None:
    text = f"# T\n\n{{cite:p}}`A`\n\n## Sources\n\n{directive}\n\n## After\n\n{{cite:p}}`B`\n"
    built = build({"index.md": text, "references.bib": BIB}, conf=CONF)
    assert built.warnings == []
    soup = page(built, "index.html")
    assert soup.select("section#references") == []
    assert listed(soup) == ["ref-A", "ref-B"]
    assert one(soup, "#sources .evidence-references") is not None


def test_an_rst_page_has_its_list_too(build: Build) -> None:
    text = "T\n=\n\n:cite:p:`A`\n\nSources\n-------\n\n.. bibliography::\n"
    built = build({"index.rst": text, "references.bib": BIB}, conf=CONF)
    assert built.warnings == []
    assert listed(page(built, "index.html")) == ["ref-A"]


def test_keys_named_in_a_bibliography_are_listed_though_no_number_stands_for_them(build: Build) -> None:
    text = "# T\n\n{cite:p}`A`\n\n```{bibliography}\n\nC\nB\n```\n"
    built = build({"index.md": text, "references.bib": BIB}, conf=CONF)
    soup = page(built, "index.html")
    assert listed(soup) == ["ref-A", "ref-C", "ref-B"]
    assert soup.select("#ref-C .evidence-backlinks") == []


def test_a_heading_of_the_author_s_keeps_its_id(build: Build) -> None:
    text = "# T\n\n## References\n\nHow we cite {cite:p}`A`.\n"
    soup = page(build({"index.md": text, "references.bib": BIB}, conf=CONF), "index.html")
    assert one(soup, "section#references > p").get_text().startswith("How we cite")
    assert one(soup, "section#page-references-1 #ref-A") is not None


def test_the_list_is_only_there_for_the_builder_that_shows_what_it_lists(build: Build) -> None:
    text = "# T\n\nWords.\n\n```{only} latex\n{cite:p}`A`\n```\n"
    built = build({"index.md": text, "references.bib": BIB}, conf=CONF)
    assert "References" not in built.text("index.html")
    assert "\\section{References}" in re.sub(
        r"\\chapter", r"\\section", build(builder="latex").text("test.tex")
    )


def test_the_site_s_list_is_grouped_and_names_the_pages_that_cite(build: Build) -> None:
    groups = {"Trials": ["rct"], "Reviews": ["review"], "Books": ["book"]}
    built = build(FILES, conf=CONF, evidence_reference_groups=groups)
    soup = page(built, "refs.html")
    assert [words(heading) for heading in soup.select("h2.rubric")] == ["Trials", "Reviews"]
    assert listed(soup) == ["ref-A", "ref-C", "ref-B"]
    cited_on = one(soup, "#ref-B .evidence-cited-on")
    assert words(cited_on) == "Cited on: Start, Page"
    assert [link["href"] for link in cited_on.select("a")] == ["index.html#ref-B", "folder/page.html#ref-B"]


def test_the_site_s_list_has_kinds_of_source_for_its_headings_where_none_are_given(build: Build) -> None:
    soup = page(build(FILES, conf=CONF), "refs.html")
    assert [words(heading) for heading in soup.select("h2.rubric")] == ["Journal articles and preprints"]


def test_a_bibliography_on_a_page_that_cites_nothing_is_the_site_s(build: Build) -> None:
    files = {**FILES, "refs.md": "# All\n\n```{bibliography}\n```\n"}
    assert listed(page(build(files, conf=CONF), "refs.html")) == ["ref-A", "ref-B", "ref-C"]


@pytest.mark.parametrize(
    "directive", ["```{bibliography}\n:all:\n```", "```{references}\n:scope: files\n```"]
)
def test_a_list_of_all_entries_says_which_are_not_cited(build: Build, directive: str) -> None:
    soup = page(build({**FILES, "refs.md": f"# All\n\n{directive}\n"}, conf=CONF), "refs.html")
    assert listed(soup) == ["ref-A", "ref-B", "ref-C", "ref-Unused"]
    assert words(one(soup, "#ref-Unused .evidence-cited-on")) == "Not cited on any page."


def test_other_pages_link_to_a_reference_until_it_is_gone(build: Build) -> None:
    link = "# Page\n\n[the **trial**](../index.md#ref-A), [](../index.md#ref-B), {cite:p}`C` [here](#ref-C)\n"
    built = build({**FILES, "folder/page.md": link}, conf=CONF, nitpicky=True)
    assert built.warnings == []
    links = page(built, "folder/page.html").select("section > p")[0].find_all("a", recursive=False)
    assert [(words(a), a["href"]) for a in links] == [
        ("the trial", "../index.html#ref-A"),
        ("Betason", "../index.html#ref-B"),
        ("here", "#ref-C"),
    ]
    gone = build({"index.md": INDEX.replace("`A,B`", "`A`")}, nitpicky=True)
    (warning,) = gone.warnings
    assert "local id not found in doc 'index': 'ref-B'" in warning


def test_a_key_of_any_signs_is_an_anchor_that_works(build: Build) -> None:
    keys = ("Müller:2020", 'a"b', "x&y", "p%q#r", "dot.dash-_")
    bib = "".join(entry(key, f"T{number}") for number, key in enumerate(keys))
    text = "# T\n\n" + "\n\n".join(f"{{cite:p}}`{key}`" for key in keys)
    built = build({"index.md": text, "references.bib": bib}, conf=CONF)
    soup = page(built, "index.html")
    ids = listed(soup)
    assert len(set(ids)) == len(keys)
    assert [link["href"] for link in soup.select("p .evidence-citation")] == [f"#{anchor}" for anchor in ids]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", anchor) for anchor in ids)


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "html", "dirhtml"])
def test_no_id_is_there_twice_and_every_link_in_a_file_finds_its_place(build: Build, builder: str) -> None:
    built = build(FILES, conf=CONF, builder=builder)
    assert [line for line in built.warnings if "EPUB3" not in line] == []
    checked = 0
    files = {path: page(built, str(path.relative_to(built.outdir))) for path in built.outdir.rglob("*.*html")}
    ids = {path: [str(tag["id"]) for tag in soup.select("[id]")] for path, soup in files.items()}
    for path, soup in files.items():
        ours = [name for name in ids[path] if re.search(r"(ref|cite)-", name)]
        assert len(set(ours)) == len(ours), path
        for link in soup.select(".evidence-citations a, .evidence-references a.internal"):
            target, _hash, anchor = str(link["href"]).partition("#")
            to = (path.parent / target).resolve() if target else path
            to = to / "index.html" if to.is_dir() else to
            assert anchor in ids[to], link
            checked += 1
    assert checked >= 14


def test_joined_pages_keep_their_own_numbers_and_lists(build: Build) -> None:
    soup = page(build(FILES, conf=CONF, builder="singlehtml"), "index.html")
    assert [group.get_text() for group in soup.select(".evidence-citations")] == [
        "(1,2)",
        "(1)",
        "(1)",
        "Gammason\N{NO-BREAK SPACE}(2)",
    ]
    lists = [[item["id"] for item in ol.select("li")] for ol in soup.select("ol.evidence-references")]
    assert lists == [
        ["document-index-ref-A", "document-index-ref-B"],
        ["document-folder.2f.page-ref-B", "document-folder.2f.page-ref-C"],
    ]


def test_in_a_joined_file_the_list_of_a_page_stands_before_the_pages_under_it(build: Build) -> None:
    tex = build(FILES, conf=CONF, builder="latex").text("test.tex")
    places = [
        tex.index(f"\\label{{\\detokenize{{{label}}}}}")
        for label in ("index:ref-B", "folder/page:ref-B", "refs:ref-B")
    ]
    assert places == sorted(places)
    assert tex.index("index:ref-B") < tex.index("{Page}")


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "index.txt"), ("man", "test.1"), ("texinfo", "test.texi")]
)
def test_plain_writers_have_numbers_and_lists(build: Build, builder: str, file: str) -> None:
    built = build(FILES, conf=CONF, builder=builder)
    text = re.sub(r"@ref\{\d+,,(\d+)\}", r"\1", built.text(file)).replace("\\-", "-").replace("\\&", "")
    assert built.warnings == []
    assert "First (1,2)." in text
    assert "Alphason A. Alpha. Journal. 2020. doi:" in " ".join(text.split())


@pytest.mark.parametrize(
    "builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"]
)
def test_letters_of_all_scripts_and_markup_come_out_in_every_writer(build: Build, builder: str) -> None:
    bib = (
        "@article{A,\n author = {Øre, Åse and Пирогов, Иван and {王小明} and Sj{\\\"o}gren, \\'Eva},\n"
        " title = {{CD4$^+$ \\emph{in vitro} \\& H$_2$O β <b>bold</b>}},\n journal = {Čas},\n year = 2020,\n}\n"
    )
    built = build({"index.md": "# T\n\n{cite:p}`A`\n", "references.bib": bib}, conf=CONF, builder=builder)
    name = {
        "latex": "test.tex",
        "text": "index.txt",
        "man": "test.1",
        "texinfo": "test.texi",
        "epub": "index.xhtml",
    }
    text = built.text(name.get(builder, "index.html"))
    if "<html" in text:
        text = BeautifulSoup(text, "html.parser").get_text()
    for letters in ("Øre Å", "Пирогов И", "王小明", "Sjögren É", "Čas", "β", "in vitro", "bold"):
        assert letters in " ".join(text.split()), letters
    assert "$^+$" not in text
    assert "H$_2$O" not in text


def test_gettext_finds_no_word_of_ours(build: Build) -> None:
    built = build(FILES, conf=CONF, builder="gettext")
    text = "".join(path.read_text(encoding="utf-8") for path in built.outdir.glob("*.pot"))
    assert 'msgid "First {cite:p}`A,B`."' in text
    assert "References" not in text
    assert "Cited" not in text
