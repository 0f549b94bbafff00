"""The digest sees what a reader would see changed, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
GOLDEN = "v1-36220a797254b85e1b4dd62561ac07d3"


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
    ],
)
def test_what_is_no_content_leaves_it_alone(build: Build, old: str, new: str) -> None:
    before = digest(build(FILES, conf=CONF))
    assert digest(build({"index.md": PAGE.replace(old, new, 1)})) == before


def test_an_edit_of_the_bib_leaves_it_alone(build: Build) -> None:
    before = digest(build(FILES, conf=CONF))
    bib = str(FILES["_data/references.bib"]).replace("{T}", "{V}")
    assert digest(build({"_data/references.bib": bib})) == before
