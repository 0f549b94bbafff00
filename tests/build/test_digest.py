"""The digest sees what a reader would see changed, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import PEOPLE, REPOSITORY
from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from conftest import Build, Built

PAGE = """---
status: investigational
last_reviewed_on: 2026-01
---
# Title

Some *words* in a paragraph, with `code` and a citation {cite:p}`A`.
Another sentence with a number: 12.

```python
x =  1
```

![A picture](picture.png)

:::{investigational} Cells
:phase: 2

Body.
:::

```{include} shared.txt
```

A link to [somewhere](https://example.org/a).

| a | b |
|---|---|
| 1 | 2 |
"""
FILES: dict[str, str | bytes] = {
    "index.md": PAGE,
    "shared.txt": "Shared words.\n",
    "picture.png": b"one",
    "_data/references.bib": "@misc{A,\n title = {T},\n}\n@misc{B,\n title = {U},\n}\n",
}
CONF = 'bibtex_bibfiles = ["_data/references.bib"]\n'
GOLDEN = "v1-1f275a09b654101abde4f98dfb261590"


def digest(built: Built) -> str:
    return str(evidence_domain(built.app.env).data["digests"]["index"])


@pytest.mark.parametrize("language", ["en", "es", "en_GB"])
@pytest.mark.parametrize("parallel", [0, 2])
def test_it_is_the_same_in_every_language_serial_and_parallel(
    build: Build, language: str, parallel: int
) -> None:
    files = {**FILES, **{f"page{n}.md": "---\norphan: true\n---\n# P\n" for n in range(6)}}
    built = build(files, conf=CONF, language=language, parallel=parallel)
    assert digest(built) == GOLDEN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("words", "word"),
        ("12", "13"),
        ("`A`", "`B`"),
        ("`A`", "`A,B`"),
        ("{cite:p}", "{cite:t}"),
        ("x =  1", "x = 1"),
        ("A picture", "The picture"),
        (":phase: 2", ":phase: 3"),
        ("Body.", "Bodies."),
        ("example.org/a", "example.org/b"),
        ("| 2 |", "| 3 |"),
        ("investigational} Cells", "investigational} Others"),
        ("# Title", "# Other title"),
        ("*words*", "words"),
        ("status: investigational", "status: established"),
        ("number: 12", "number: 1{sup}`2`"),
        ("| 1 | 2 |", "| 1 |\n| 2 |"),
        (":::{investigational} Cells", ":::{note}"),
        ("Another sentence", "\n- Another sentence"),
    ],
)
def test_an_edit_of_the_content_changes_it(build: Build, old: str, new: str) -> None:
    before = digest(build(FILES, conf=CONF))
    assert digest(build({"index.md": PAGE.replace(old, new, 1)})) != before


@pytest.mark.parametrize(("name", "content"), [("shared.txt", "Other words.\n"), ("picture.png", b"two")])
def test_an_edit_of_what_the_page_holds_changes_it(build: Build, name: str, content: str | bytes) -> None:
    before = digest(build(FILES, conf=CONF))
    assert digest(build({name: content})) != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in a paragraph,", "in a\nparagraph,"),
        ("Some *words*", "Some  *words*"),
        ("last_reviewed_on: 2026-01", "last_reviewed_on: 2026-10\nreview_in: 6 months"),
        ("status: investigational", "status: 'investigational'"),
        ("# Title\n", "# Title\n\n% a comment\n"),
        ("# Title\n", "# Title\n\n<!-- a comment -->\n"),
    ],
)
def test_what_is_no_content_leaves_it_alone(build: Build, old: str, new: str) -> None:
    before = digest(build(FILES, conf=CONF))
    assert digest(build({"index.md": PAGE.replace(old, new, 1)})) == before


def test_an_edit_of_the_bib_leaves_it_alone(build: Build) -> None:
    before = digest(build(FILES, conf=CONF))
    bib = str(FILES["_data/references.bib"]).replace("{T}", "{V}")
    assert digest(build({"_data/references.bib": bib})) == before


IN_REST = """T
=

Drug A is safe [#a]_ and drug B [#b]_, by |protocol| of |release|. Get :download:`it <one.txt>`.

.. [#a] Forty trials.
.. [#b] One report.

.. |protocol| replace:: protocol one

.. image:: pic*.png
   :width: 50%

.. graphviz::

   digraph { dose -> five }

.. versionadded:: 2.0
   Words.

.. contents::

.. math:: a = b

.. code-block:: python
   :emphasize-lines: 1

   x = 1

.. py:function:: f(x)

   :param x: a number
"""
REST_FILES: dict[str, str | bytes] = {
    "index.rst": IN_REST,
    "one.txt": "1",
    "two.txt": "2",
    "pic.png": b"one",
}
REST_CONF = 'extensions.append("sphinx.ext.graphviz")\nrelease = "1"\ngraphviz_dot = "none"\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A is safe [#a]_ and drug B [#b]_", "A is safe [#b]_ and drug B [#a]_"),
        ("<one.txt>", "<two.txt>"),
        ("protocol one", "protocol two"),
        (":width: 50%", ":width: 5%"),
        ("-> five", "-> fifty"),
        ("added:: 2.0", "added:: 3.0"),
        ("versionadded", "deprecated"),
        ("a = b", "a = c"),
        ("lines: 1", "lines: 2"),
        ("code-block:: python", "code-block:: text"),
        ("a number", "a word"),
    ],
)
def test_what_a_reader_gets_beside_plain_words_counts(build: Build, old: str, new: str) -> None:
    before = digest(build(REST_FILES, builder="dummy", conf=REST_CONF))
    assert old in IN_REST
    assert digest(build({"index.rst": IN_REST.replace(old, new)}, builder="dummy")) != before


def test_a_picture_of_several_forms_and_the_release_count(build: Build) -> None:
    before = digest(build(REST_FILES, builder="dummy", conf=REST_CONF))
    assert digest(build({"pic.png": b"two"}, builder="dummy")) != before
    assert digest(build({"pic.png": b"one"}, builder="dummy")) == before
    assert digest(build(builder="dummy", freshenv=True, release="2")) != before


@pytest.mark.parametrize("language", ["es", "de"])
def test_words_that_sphinx_writes_in_the_language_of_the_build_do_not_count(
    build: Build, language: str
) -> None:
    before = digest(build(REST_FILES, builder="dummy", conf=REST_CONF))
    assert digest(build(builder="dummy", freshenv=True, language=language)) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a = b", "a =  b"),
        (".. math", ".. A comment.\n\n.. math"),
        (".. math", ".. |unused| replace:: nothing\n\n.. math"),
    ],
)
def test_what_no_reader_gets_does_not_count(build: Build, old: str, new: str) -> None:
    before = digest(build(REST_FILES, builder="dummy", conf=REST_CONF))
    assert digest(build({"index.rst": IN_REST.replace(old, new)}, builder="dummy")) == before


SECTIONS = (
    "# Title\n\nAbove.\n\n## One\n\nFirst {cite:p}`A`.\n\n### Part\n\nDeep.\n\n"
    "## Two\n\nSecond.\n\n## Two\n\nThird.\n"
)


def sections(built: Built) -> dict[str, str]:
    """Return the digest of each section, by title."""
    kept = evidence_domain(built.app.env).data["sections"]["index"]
    assert set(kept) == {"one", "part", "two"}  # the second of one title has an id that could be another's
    return {f"{title} {name}": digest for name, (title, digest) in kept.items()}


@pytest.mark.parametrize(
    ("old", "new", "edited"),
    [
        ("Deep.", "Deeper.", ["One one", "Part part"]),
        ("First", "Last", ["One one"]),
        ("`A`", "`B`", ["One one"]),
        ("Second.", "Other.", ["Two two"]),
        ("Third.", "Other.", []),
        ("Above.", "Over.", []),
        ("---\nstatus: investigational\n---\n", "", []),
        ("First {cite", "First\n{cite", []),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_edit_counts_in_each_section_that_holds_it(
    build: Build, old: str, new: str, edited: list[str], language: str
) -> None:
    page = f"---\nstatus: investigational\n---\n{SECTIONS}"
    files = {**FILES, "index.md": page}
    before = sections(build(files, conf=CONF, language=language))
    after = sections(build({"index.md": page.replace(old, new, 1)}, language=language))
    assert [name for name in before if before[name] != after[name]] == edited


def test_sections_are_the_same_in_every_language_serial_and_parallel(build: Build) -> None:
    files = {
        **FILES,
        **{f"page{n}.md": "---\norphan: true\n---\n# P\n" for n in range(6)},
        "index.md": SECTIONS,
    }
    serial = sections(build(files, conf=CONF))
    assert sections(build(freshenv=True, parallel=2, language="es")) == serial


@pytest.mark.parametrize(
    ("name", "content"), [("table.csv", "a,b\n1,3\n"), ("code.py", "x = 2\n"), ("other.txt", "Unused.\n")]
)
@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_files_that_directives_bring_in_are_part_of_the_page(
    build: Build, name: str, content: str, suffix: str
) -> None:
    markdown = "# T\n\n```{csv-table}\n:file: table.csv\n```\n\n```{literalinclude} code.py\n```\n"
    rst = "T\n=\n\n.. csv-table::\n   :file: table.csv\n\n.. literalinclude:: code.py\n"
    files: dict[str, str | bytes] = {
        f"index.{suffix}": markdown if suffix == "md" else rst,
        "table.csv": "a,b\n1,2\n",
        "code.py": "x = 1\n",
        "other.txt": "Not used.\n",
    }
    built = build(files)
    assert built.warnings == []
    assert (digest(build({name: content})) != digest(built)) == (name != "other.txt")


def test_a_review_copied_from_another_page_is_told_and_claims_nothing(build: Build) -> None:
    body = "# Title\n\nWords.\n"
    own = digest(build({"index.md": body, "_data/people.yaml": PEOPLE}))
    review = f"---\norphan: true\nlast_reviewed_on: 2026-11\nreviewed_by: [maintainers]\nreview_digest: {own}\n---\n"
    built = build({"index.md": review + body, "copy.md": f"{review}# Other\n\nOther words.\n"})
    (warning,) = built.warnings
    assert "copy.md:5: WARNING: review_digest: v1-" in warning
    assert "is the digest of another page, 'index'; remove a review that came with it" in warning
    assert "[evidence.review]" in warning
    assert "This page has been edited since its last review." in built.text("copy.html")
    assert "The text is unchanged since this review." in built.text("index.html")
    assert build({"copy.md": review + body}).warnings == []


EDITS = {
    "a number": (r"\b212 people", "213 people"),
    "a denial": (r"were not shown", "were shown"),
    "a citation fewer": (r"(`\w+),\w+`", r"\1`"),
    "another citation": (r"\{cite:p\}`EMA2024`", "{cite:p}`FDA2019`"),
    "a status": (r"CAR-T cells: investigational", "CAR-T cells: established"),
    "a treatment": (r"(?m)^  CAR-T cells: investigational\n", ""),
    "a heading": (r"(?m)^## (.+)$", r"## On \1"),
    "a cell of a table": (r"\| Established \|", "| Approved |"),
    "a trial": (r"NCT02633163", "NCT02633164"),
    "the day of a record": (r":as-of: 2025-08", ":as-of: 2025-09"),
    "an emphasis": (r"\*\*Medicines\*\*", "Medicines"),
    "an item of a list": (r"(?m)^- Larger trials .*\n", ""),
}
NO_EDITS = {
    "other line ends": (r"\n", "\r\n"),
    "other breaks of lines": (r"(?m)^(  [^|:\n]{30,}?) (?=[a-z])", r"\1\n  "),
    "other bullets": (r"(?m)^- ", "* "),
    "empty lines": (r"\n\n(?=## )", "\n\n\n\n"),
    "a comment": (r"\n(?=## )", "\n% to do\n\n"),
    "a label": (r"\n(?=## )", "\n(here)=\n"),
    "another review": (r"last_reviewed_on: .*\n", "last_reviewed_on: 2026-10\n"),
    "another interval": (r"review_in: 6", "review_in: 7"),
    "other reviews": (r"last_reviewed_on", "other_reviews: [2026-01 by maintainers]\nlast_reviewed_on"),
    "a notice": (r"last_reviewed_on", "notice: 2026-11 It changed.\nowner: maintainers\nlast_reviewed_on"),
    "no digest": (r"review_digest: .*\n", ""),
    "quotes in front matter": (r"specialist use\n", "'specialist use'\n"),
    "the lines of a table": (r"\|---\|---\|", "| ------- |---|"),
}
ALL_OF_THEM = {"other line ends", "other bullets", "other breaks of lines", "empty lines"}


@pytest.mark.slow
def test_on_the_guide_s_own_page_each_edit_counts_and_nothing_else_does(build: Build) -> None:
    text = (REPOSITORY / "docs" / "overview.md").read_text(encoding="utf-8")
    pages = {"overview-as-it-is": text}
    for name, (old, new) in (EDITS | NO_EDITS).items():
        pages[name.replace(" ", "-")] = re.sub(old, new, text, count=0 if name in ALL_OF_THEM else 1)
    assert len(set(pages.values())) == len(pages)  # each edit found its place
    listed = "# Start\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    built = build(
        {
            **{f"{name}.md": page for name, page in pages.items()},
            "index.md": listed,
            "_data/people.yaml": PEOPLE,
            "_data/references.bib": (REPOSITORY / "docs" / "_data" / "references.bib").read_bytes(),
        },
        conf=CONF + 'myst_enable_extensions = ["colon_fence", "deflist"]\n',
        builder="dummy",
    )
    digests = evidence_domain(built.app.env).data["digests"]
    counted = {name for name in pages if digests[name] != digests["overview-as-it-is"]}
    assert counted == {name.replace(" ", "-") for name in EDITS}
    assert len({digests[name] for name in counted}) == len(counted)
