"""Every word of the extension is in every catalogue, translated, and each catalogue is compiled."""

from __future__ import annotations

import ast
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import sphinx_evidence

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(sphinx_evidence.__file__).parent
CATALOGUES = sorted((PACKAGE / "locale").rglob("sphinx_evidence.po"))
PLACE = re.compile(r"\{\w*\}|%\(\w+\)[sd]")

Message = str | tuple[str, ...]


def extracted() -> set[Message]:
    """Return what `make catalogue` finds in the code: a message, or its forms for one and for many."""
    found: set[Message] = set()
    for _path, _line, message, _comments, _context in extract_from_dir(PACKAGE):
        found.add(message if isinstance(message, str) else tuple(map(str, message)))
    return found


def calls() -> list[ast.Call]:
    """Return every call of a translator in the code."""
    return [
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"gettext", "ngettext"}
    ]


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def test_every_call_gives_a_message_that_the_search_finds() -> None:
    found = extracted()
    assert len(found) > 150
    for call in calls():
        texts = call.args if getattr(call.func, "attr", "") == "gettext" else call.args[:2]
        if all(isinstance(text, ast.Name) for text in texts):
            continue  # a name that holds a translated word
        given = [text.value for text in texts if isinstance(text, ast.Constant)]
        assert len(given) == len(texts), ast.unparse(call)
        assert (given[0] if len(given) == 1 else tuple(given)) in found, ast.unparse(call)


def test_spanish_is_there() -> None:
    assert "es" in {path.parent.parent.name for path in CATALOGUES}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_has_every_message_and_no_other(path: Path) -> None:
    ids = {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue(path)}
    assert ids - {""} == extracted()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_message_is_translated_with_its_places(path: Path) -> None:
    for message in catalogue(path):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        ids = (message.id,) if isinstance(message.id, str) else message.id
        texts = [message.string] if isinstance(message.string, str) else message.string or [""]
        assert all(texts), message.id
        for text in texts:
            places = set(PLACE.findall(text))
            assert places == set(PLACE.findall(ids[-1])), text
            assert text[:1].isspace() == ids[0][:1].isspace(), text
            assert text[-1:].isspace() == ids[0][-1:].isspace(), text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_the_compiled_catalogue_says_the_same(path: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(path))
    compiled.seek(0)
    with path.with_suffix(".mo").open("rb") as stream:
        theirs = {str(message.id): message.string for message in read_mo(stream) if message.id}
    assert theirs == {str(message.id): message.string for message in read_mo(compiled) if message.id}
    assert theirs
