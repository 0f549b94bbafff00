"""The diagrams: told in words, drawn for both schemes; tests/browser/ looks at them on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from dark_diagrams import DIAGRAMS, dark_path, darkened, light_diagrams
from guide_parts import DOCS

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def _texts(path: Path) -> list[str]:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  # our own drawing
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_there_are_three() -> None:
    assert [path.stem for path in light_diagrams()] == [
        "laboratory-to-approval",
        "tolerance",
        "where-mscs-act",
    ]


@pytest.mark.parametrize("light", light_diagrams(), ids=lambda path: path.stem)
def test_the_dark_variant_is_the_same_drawing_in_dark_colours(light: Path) -> None:
    drawing = light.read_text(encoding="utf-8")
    assert dark_path(light).read_text(encoding="utf-8") == darkened(drawing)
    assert darkened(drawing) != drawing


@pytest.mark.parametrize("path", sorted(DIAGRAMS.glob("*.svg")), ids=lambda path: path.stem)
def test_a_diagram_names_itself_and_takes_nothing_from_elsewhere(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  # our own drawing
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "path", "circle",
    }  # fmt: skip
    assert re.findall(r"url\(|@import|href", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("light", light_diagrams(), ids=lambda path: path.stem)
def test_the_page_says_in_words_what_a_diagram_shows(light: Path) -> None:
    pages = [path for path in DOCS.rglob("*.md") if path.parent.name != "contributing"]
    (page,) = (path for path in pages if f"/{light.name}" in path.read_text(encoding="utf-8"))
    source = page.read_text(encoding="utf-8")
    for path in (light, dark_path(light)):
        options = source.split(f"/_diagrams/{path.name}\n")[1].split(":::")[0]
        assert len(re.search(r"alt: >-\n((?:  .*\n)+)", options)[1].split()) > 10  # type: ignore[index]
    drawn = {word for line in _texts(light) for word in re.findall(r"[a-z]{6,}", line.casefold())}
    told = set(re.findall(r"[a-z]{6,}", source.casefold()))
    assert len(drawn - told) <= 0.2 * len(drawn), sorted(drawn - told)


@pytest.mark.parametrize("path", sorted(DIAGRAMS.glob("*.svg")), ids=lambda path: path.stem)
def test_words_stand_out_from_what_is_behind_them(path: Path) -> None:
    style = path.read_text(encoding="utf-8")
    (letters,) = re.findall(r"text \{[^}]*fill: (#\w+)", style)
    page = "#131416" if path.stem.endswith("-dark") else "#ffffff"
    behind = {page, *re.findall(r"\.(?:box|known|guess|bad) \{ fill: (#\w+)", style)}
    assert len(behind) == 5
    assert [colour for colour in behind if _contrast(letters, colour) < 7] == []  # WCAG 2.2, AAA
