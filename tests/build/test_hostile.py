"""Text from outside comes out as text: in every key, file and option, in HTML and in LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from conftest import Build

HOSTILE = (
    r"<script>alert(1)</script><img src=x onerror=alert(2)> \input{/etc/passwd} "
    r"^^M % # _ & $x$ ~ {b} javascript:alert(3)"
)
IN_YAML = HOSTILE.replace("'", "''")

FILES: dict[str, str | bytes] = {
    "index.md": f"""---
status:
  '{IN_YAML}': investigational
  other: 'approved ({IN_YAML.replace(",", "")}, {IN_YAML.replace(",", "")}, 2024-12)'
last_reviewed_on: '{IN_YAML}'
reviewed_by: ['{IN_YAML}', hostile]
review_in: '{IN_YAML}'
source_reviewed_on: 2026-01
---
# Title

:::{{investigational}} Cells `{HOSTILE}`
:jurisdictions: {HOSTILE}
:as-of: 2026-11
:trials: {HOSTILE}
:phase: {HOSTILE}
:{HOSTILE[:8]}: x

Words.
:::

{{investigational}}`{HOSTILE}` and {{cite:p}}`Bad` and {{cite:p}}`<script>alert(4)</script>`.

```{{toctree}}
second
```
""",
    "second.md": """---
last_reviewed_on: 2026-11
reviewed_by: [hostile]
---
# Second

```{bibliography}
```
""",
    "_data/people.yaml": f"- id: hostile\n  name: '{IN_YAML}'\n  role: clinician\n  credentials: '{IN_YAML}'\n",
    "_data/references.bib": "@misc{Bad,\n  author = {<script>alert(5)</script>},\n"
    "  title = {<script>alert(6)</script> \\input{/etc/passwd} \\% \\# \\url{JavaScript:alert(8)}},\n"
    "  url = {javascript:alert(7)},\n}\n",
}
CONF = 'bibtex_bibfiles = ["_data/references.bib"]\nmyst_disable_syntax = ["html_block", "html_inline"]\n'


def test_html_has_no_element_or_address_that_came_from_a_value(build: Build) -> None:
    built = build(FILES, conf=CONF)
    for name in ("index.html", "second.html", "genindex.html"):
        page = BeautifulSoup(built.text(name), "html.parser")
        assert not [tag for tag in page.find_all("script") if "alert" in tag.get_text()]
        assert not [tag for tag in page.select("*") for key in tag.attrs if key.startswith("on")]
        for tag in page.select("[href]"):
            assert not str(tag["href"]).lower().startswith("javascript:")
        assert not page.select('img[src="x"]')
    text = BeautifulSoup(built.text("index.html"), "html.parser").get_text()
    assert "<script>alert(1)</script>" in text
    assert "\\input{/etc/passwd}" in text


def test_latex_has_no_command_that_came_from_a_value(build: Build) -> None:
    tex = build(FILES, builder="latex", conf=CONF).text("test.tex")
    assert "passwd" in tex
    assert "\\input{/etc" not in tex
    assert "^^M" not in tex.replace("\\textasciicircum{}\\textasciicircum{}M", "")


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "epub"])
def test_no_writer_ends_in_a_traceback(build: Build, builder: str) -> None:
    built = build(FILES, builder=builder, conf=CONF + 'copyright = "x"\nversion = "1"\n')
    assert not [line for line in built.warnings if "Traceback" in line or "xception" in line]
    theirs = ("[evidence.", "[myst.directive_comments]")  # MyST has a word of its own on " # " in an option
    others = [line for line in built.warnings if not any(code in line for code in theirs)]
    assert others == []


def test_control_signs_never_reach_an_output(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "index.md": '---\nstatus:\n  "T\\x01x": investigational\nlast_reviewed_on: 2026-11\nreviewed_by: [a]\n---\n'
        "# T\n\n:::{investigational}\n:jurisdictions: A\x02B\n:as-of: 2026-11\n\nBody.\n:::\n",
        "_data/people.yaml": '- id: a\n  name: "A\\x01\\x0bB"\n  role: editor\n',
    }
    built = build(files, builder="epub", conf='copyright = "x"\nversion = "1"\n')
    ET.fromstring(built.text("index.xhtml"))  # noqa: S314  # our own output
    assert "A  B" in built.text("index.xhtml")


def test_warnings_stay_on_one_line_and_carry_no_control_signs(build: Build) -> None:
    page = '---\nlast_reviewed_on: "a\\e[31mred\\r\\nfake.md:1: WARNING: all well"\n---\n# T\n'
    built = build({"index.md": page})
    assert len(built.warnings) == 1
    assert "\x1b" not in built.warnings[0]
    assert "index.md:2: WARNING: last_reviewed_on: " in built.warnings[0]
