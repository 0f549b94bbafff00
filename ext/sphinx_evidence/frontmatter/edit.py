"""Changes some keys of a page's front matter, and keeps every other byte of the file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.frontmatter.edit_block import block_edits, block_end, check_block
from sphinx_evidence.frontmatter.edit_fields import check_fields, field_edits, fields_end
from sphinx_evidence.frontmatter.edit_values import (
    Block,
    CannotEdit,
    Inline,
    NewValue,
    Table,
    raw_position,
    splice,
    texts_of,
    with_newlines,
)
from sphinx_evidence.spelling import quoted
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Block", "CannotEdit", "Inline", "NewValue", "Table", "edit_front_matter"]

_BOM = "\ufeff"


def edit_front_matter(source: str, changes: Mapping[str, NewValue], *, is_markdown: bool) -> str:
    """Return *source* with *changes* made in its front matter, and every other sign as it was.

    What a key means already is left as it is written, and so is the whole text when it is edited again.

    :param source: the file's text with its own line ends, and its byte order mark if it has one
    :param changes: the new values; None removes the key
    :param is_markdown: whether the page has a ``---`` block, or reStructuredText's field list
    :raises CannotEdit: where the front matter cannot be edited without doubt
    """
    for key, value in changes.items():
        for text in (key, *texts_of(value)):
            if printable(text) != text:
                message = f"{quoted(key)} cannot hold {quoted(text)}; give a text without control signs"
                raise CannotEdit(message)
    raw = source.removeprefix(_BOM)
    text = with_newlines(raw)
    edits = (block_edits if is_markdown else field_edits)(text, changes)
    first_line = raw[: raw_position(raw, text.find("\n") + 1)]
    line_end = first_line[len(first_line.rstrip("\r\n")) :] or "\n"
    edited = splice(raw, edits, line_end)
    new_text = with_newlines(edited)
    (check_block if is_markdown else check_fields)(text, new_text, changes)
    before, after = _body(raw, is_markdown=is_markdown), _body(edited, is_markdown=is_markdown)
    # After a new field list comes an empty line; where none is left, what stood before it.
    is_kept = after == before if is_markdown else after.endswith(before)
    if new_text != splice(text, edits, "\n") or not is_kept:
        raise CannotEdit("the text after the front matter would not stay as it is; edit it by hand")
    return source[: len(source) - len(raw)] + edited


def _body(raw: str, *, is_markdown: bool) -> str:
    """Return what follows the front matter of *raw*, with its own line ends."""
    end = (block_end if is_markdown else fields_end)(with_newlines(raw))
    return raw[raw_position(raw, end) :]
