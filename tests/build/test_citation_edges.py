"""Citations beside other features of Sphinx, other extensions, and settings that change between builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build, Built

CONF = 'bibtex_bibfiles = ["references.bib"]\n'
BIB = "".join(
    f"@article{{{key},\n author = {{{key}son, Ann}},\n title = {{{{Title {key}}}}},\n journal = {{Journal}},\n"
    " year = {2020},\n}\n"
    for key in "ABC"
)


def project(text: str, **files: str) -> dict[str, str | bytes]:
    return {"index.md": text, "references.bib": BIB, **files}


def page(built: Built, name: str = "index.html") -> BeautifulSoup:
    return BeautifulSoup(built.text(name), "html.parser")


def listed(soup: BeautifulSoup) -> list[str]:
    return [str(item["id"]) for item in soup.select(".evidence-references > li")]


def test_a_citation_that_is_to_be_no_link_is_its_text(build: Build) -> None:
    built = build(project("# T\n\n{cite:p}`!A` {footcite}`!B`\n"), conf=CONF)
    assert built.warnings == []
    assert listed(page(built)) == []


def test_a_citation_of_too_many_keys_is_told_and_not_read(build: Build) -> None:
    built = build(project("# T\n\n{cite:p}`" + ",".join("A" * 1200) + "`\n"), conf=CONF)
    (warning,) = built.warnings
    assert "at most 500" in warning


def test_what_ifconfig_hides_takes_no_number(build: Build) -> None:
    text = "T\n=\n\n.. ifconfig:: 1 > 2\n\n   :cite:p:`A`\n\n.. ifconfig:: 2 > 1\n\n   :cite:p:`B`\n"
    conf = CONF + 'extensions = ["sphinx.ext.ifconfig", "sphinx_evidence"]\n'
    built = build({"index.rst": text, "references.bib": BIB}, conf=conf)
    assert built.warnings == []
    assert listed(page(built)) == ["ref-B"]
    assert page(built).select_one(".evidence-citations").get_text() == "(1)"  # type: ignore[union-attr]


def test_a_list_for_one_builder_leaves_the_others_theirs(build: Build) -> None:
    text = "# T\n\n{cite:p}`A`\n\n````{only} latex\n## Sources\n\n```{references}\n```\n````\n"
    built = build(project(text), conf=CONF)
    assert listed(page(built)) == ["ref-A"]
    tex = build(builder="latex").text("test.tex")
    assert tex.count("\\label{\\detokenize{index:ref-A}}") == 1
    assert "{References}" not in tex


def test_a_list_that_stands_twice_is_told_and_shown_once(build: Build) -> None:
    built = build(
        project("# T\n\n{cite:p}`A`\n\n```{references}\n```\n\n```{bibliography}\n```\n"), conf=CONF
    )
    (warning,) = built.warnings
    assert "index.md:8: WARNING: this list stands on the page already" in warning
    assert listed(page(built)) == ["ref-A"]


def test_a_page_without_a_title_gets_none_from_its_list(build: Build) -> None:
    files = project("# T\n\n```{toctree}\nbare\nrefs\n```\n")
    files |= {"bare.md": "Words {cite:p}`A`.\n", "refs.md": "# All\n\n```{references}\n:scope: site\n```\n"}
    built = build(files, conf=CONF)
    assert listed(page(built, "bare.html")) == ["ref-A"]
    assert "References" not in page(built, "refs.html").select_one(".evidence-cited-on").get_text()  # type: ignore[union-attr]
    assert page(built, "bare.html").select_one("h2.rubric").get_text() == "References"  # type: ignore[union-attr]


def test_footnotes_stand_before_the_list(build: Build) -> None:
    built = build(project("# T\n\nWords[^n] {cite:p}`A`.\n\n[^n]: A note.\n"), conf=CONF)
    text = page(built).get_text()
    assert text.index("A note.") < text.index("Title A")


def test_labels_that_autosectionlabel_makes_are_not_there_twice(build: Build) -> None:
    conf = CONF + 'extensions = ["myst_parser", "sphinx.ext.autosectionlabel", "sphinx_evidence"]\n'
    files = project("# T\n\n{cite:p}`A`\n\n```{toctree}\nb\n```\n") | {"b.md": "# B\n\n{cite:p}`B`\n"}
    assert build(files, conf=conf).warnings == []


def test_a_link_by_a_label_warns_of_nothing(build: Build) -> None:
    assert (
        build(project("# T\n\n(here)=\n## Part\n\n[there](here)\n"), conf=CONF, nitpicky=True).warnings == []
    )


@pytest.mark.parametrize("name", ["c#", "x y", "50%", "über"])
def test_files_of_a_page_of_any_name_can_be_saved(build: Build, name: str) -> None:
    built = build(
        project(f"# T\n\n```{{toctree}}\n{name}\n```\n") | {f"{name}.md": "# P\n\n{cite:p}`A`\n"}, conf=CONF
    )
    for link in page(built, f"{name}.html").select(".evidence-downloads a"):
        address = re.sub("%([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), str(link["href"]))
        assert (built.outdir / address.encode("latin-1").decode()).is_file()


def test_a_project_that_names_no_author_prints_no_placeholder(build: Build) -> None:
    files = project("---\nlast_reviewed_on: 2026-11\n---\n# T\n\nWords.\n")
    built = build(files, conf=CONF)
    assert "Author name not set" not in page(built).select_one(".evidence-cite-page").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize("groups", [{"T": 5}, {"T": "rct"}, {"T": [["x"]]}, {5: ["x"]}])
def test_groups_of_the_wrong_shape_are_one_warning(build: Build, groups: object) -> None:
    built = build(
        project("# T\n\n```{references}\n:scope: files\n```\n"), conf=CONF, evidence_reference_groups=groups
    )
    (warning,) = built.warnings
    assert "evidence_reference_groups: " in warning
    assert "[evidence.config]" in warning
    assert listed(page(built)) == ["ref-A", "ref-B", "ref-C"]


@pytest.mark.parametrize("option", [":notcited:", ":keyprefix: a-"])
def test_options_of_bibtex_that_change_what_is_listed_are_told(build: Build, option: str) -> None:
    built = build(project(f"# T\n\n{{cite:p}}`A`\n\n```{{bibliography}}\n{option}\n```\n"), conf=CONF)
    (warning,) = built.warnings
    assert "is not used" in warning


def test_one_bib_file_under_two_names_is_read_once(build: Build) -> None:
    conf = 'bibtex_bibfiles = ["references.bib", "./references.bib"]\n'
    built = build(project("# T\n\n{cite:p}`A`\n"), conf=conf)
    assert built.warnings == []
    assert build().warnings == []


def test_a_bib_file_of_another_encoding_is_no_fault_where_the_project_says_so(build: Build) -> None:
    latin = BIB.replace("Ann", "Jérôme").encode("latin-1")
    files = {**project("# T\n\n{cite:p}`A`\n"), "references.bib": latin}
    built = build(files, conf=CONF, bibtex_encoding="latin-1")
    assert built.warnings == []
    assert "Ason J." in page(built).get_text()


def test_a_fault_in_a_file_that_two_pages_include_is_told_once(build: Build) -> None:
    include = "```{include} part.inc\n```\n"
    files = project(f"# T\n\n{include}\n```{{toctree}}\nb\n```\n")
    files |= {"b.md": f"# B\n\n{include}", "part.inc": "Words {cite:p}`Nix`.\n"}
    (warning,) = build(files, conf=CONF).warnings
    assert "part.inc:1: " in warning


def test_faults_are_told_again_after_citations_were_left_to_bibtex_for_a_while(build: Build) -> None:
    bad = {**project("# T\n\n{cite:p}`A`\n"), "references.bib": f"{BIB}@misc{{Bare,\n note = {{x}},\n}}\n"}
    first = build(bad, conf=CONF).warnings
    assert len(first) == 1
    build(evidence_citations=False)
    assert build().warnings == first


def toy(objects: str) -> str:
    return (
        "from sphinx.domains import Domain\n\n\nclass Toy(Domain):\n    name = 'toy'\n    label = 'Toy'\n\n"
        f"    def get_objects(self):\n        return {objects}\n\n\n"
        "def setup(app):\n    app.add_domain(Toy)\n    return {'parallel_read_safe': True}\n"
    )


def test_objects_of_another_extension_end_no_build(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "toy_domain.py").write_text(
        toy('[("x", "X", "t", "index", None, 1), ("x", "X", "t", "index", "a", 1)]'), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    extensions = ["myst_parser", "sphinx_evidence"]
    given = project("# T\n")
    # As text: Sphinx's own inventory of a site would not take such objects.
    assert build(given, conf=CONF, builder="text", extensions=["toy_domain", *extensions]).warnings == []
    assert build(builder="text", extensions=extensions).warnings == []


def test_numbered_contents_do_not_write_every_page_again(build: Build) -> None:
    files = project("# T\n\n```{toctree}\n:numbered:\n\na\nb\n```\n") | {
        "a.md": "# A\n",
        "b.md": "# B\n\n## C\n",
    }
    build(files, conf=CONF)
    built = build()
    before = {path: path.stat().st_mtime_ns for path in built.outdir.glob("[ab].html")}
    build()
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_files_go_when_the_project_cites_no_more(build: Build) -> None:
    build(project("# T\n\n{cite:p}`A`\n"), conf=CONF)
    built = build({"index.md": "# T\n"}, bibtex_bibfiles=[])
    assert not (built.outdir / "_references").exists()
    assert not (built.outdir / "references.bib").exists()


def test_a_page_that_goes_or_changes_its_markup_leaves_nothing_and_takes_no_other_along(build: Build) -> None:
    files = project("# T\n\n```{toctree}\nv1\nv1.2\nb\n```\n")
    files |= {"v1.md": "# One\n", "v1.2.md": "# Two\n", "b.md": "# B\n"}
    built = build(files, conf=CONF)
    for name in ("v1.md", "b.md"):
        (built.app.srcdir / name).unlink()
    built = build({"index.md": "# T\n\n```{toctree}\nv1.2\nb\n```\n", "b.rst": "B\n=\n"})
    assert sorted(path.name for path in (built.outdir / "_sources").iterdir()) == [
        "b.rst.txt",
        "index.md.txt",
        "v1.2.md.txt",
    ]
    assert not (built.outdir / "v1.html").exists()
    assert (built.outdir / "v1.2.html").exists()


def test_two_builders_in_one_folder_each_know_what_they_wrote(build: Build, tmp_path: Path) -> None:
    folder = tmp_path / "built"
    build(project("# T\n\n{cite:p}`A`\n"), conf=CONF, builddir=folder)
    changed = {"references.bib": BIB.replace("Title A", "Other title")}
    build(changed, builder="text", builddir=folder)
    assert "Other title" in build(builddir=folder).text("index.html")
