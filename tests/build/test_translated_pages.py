"""A translated page shows its own review, and whether its original is newer.

In Esperanto, into which the extension's own words are not translated.
"""

from __future__ import annotations

import gettext
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build, Built

PEOPLE = """
- {id: us, name: the maintainers, kind: group, role: maintainer}
- {id: maria, name: María, role: second reader}
- {id: doctor, name: Dr A, role: clinician}
"""
BODY = "# Title\n\nCells are tested.\n\nNot translated yet.\n"
TRANSLATED = {"Title": "Titolo", "Cells are tested.": "Ĉeloj estas testataj."}
CONF = 'locale_dirs = ["locale"]\n'
DIGEST = "v1-4d38a153199c72b6a8ba94e2b8004fec"  # of BODY, in any language
NONE = "This translation was not checked by a clinician or a second speaker."
OWN = (
    "This translation was last reviewed: November 20, 2026 by María, second reader, not a clinician. "
    "Next review due: November 20, 2027."
)
ORIGINAL = (
    "The original: Last reviewed: May 2026 by the maintainers, who are not clinicians. "
    "Next review due: May 2027. Edits of the original since that review cannot be excluded."
)
SAME = "The original is unchanged since this translation was reviewed."
NEWER = "The original is newer: it was edited after this translation was reviewed."
UNRECORDED = "Whether the original is newer than this translation is not recorded."


def page(*lines: str, body: str = BODY) -> str:
    return "\n".join(["---", "last_reviewed_on: 2026-05", "reviewed_by: [us]", *lines, "---", body])


def catalogue(messages: dict[str, str], name: str = "index", language: str = "eo") -> dict[str, str | bytes]:
    """Return the files of a catalogue, as a project keeps them."""
    vars(gettext)["_translations"].clear()  # Python reads each .mo once in its life
    made = Catalog(locale=language)
    for text, translated in messages.items():
        made.add(text, translated)
    source, compiled = BytesIO(), BytesIO()
    write_po(source, made)
    write_mo(compiled, made)
    path = f"locale/{language}/LC_MESSAGES/{name}"
    return {f"{path}.po": source.getvalue(), f"{path}.mo": compiled.getvalue()}


def project(index: str) -> dict[str, str | bytes]:
    return {"index.md": index, "_data/people.yaml": PEOPLE, **catalogue(TRANSLATED)}


def digests(built: Built, name: str = "index") -> tuple[str, str | None]:
    """Return the digest of the original, and that of its translation."""
    data = evidence_domain(built.app.env).data
    return data["digests"][name], data["translated"].get(name)


def banner(built: Built, name: str = "index.html") -> list[str]:
    """Return the banner's paragraphs."""
    (found,) = BeautifulSoup(built.text(name), "html.parser").select(".evidence-review")
    return [" ".join(paragraph.get_text().split()) for paragraph in found.select("p")]


def record(built: Built, name: str = "index") -> dict[str, Any]:
    """Return what pages.json says of a page, once it has been held against its schema."""
    content = json.loads(built.text("pages.json"))
    Draft202012Validator(json.loads(built.text("pages.schema.json"))).validate(content)
    found: dict[str, Any] = next(entry for entry in content["pages"] if entry["docname"] == name)
    return found


def signed(
    digest: str | None, original: str = DIGEST, *, day: str = "2026-11-20", language: str = "eo"
) -> str:
    """Return the front matter of a translation's review."""
    return f"translation_reviews:\n  {language}: {day} by maria (content) {digest or ''} of {original}"


def test_a_translation_that_nobody_checked_says_so_and_what_its_original_has(build: Build) -> None:
    built = build(project(page()), conf=CONF, language="eo")
    assert built.warnings == []
    assert "Ĉeloj estas testataj." in built.text("index.html")
    assert banner(built) == [
        NONE,
        "Nobody has checked this translation as a whole.",
        f"{UNRECORDED} {ORIGINAL}",
    ]
    assert record(built)["review"]["date_state"] == "never"
    assert record(built)["original"]["review"]["last_reviewed_on"] == "2026-05"
    assert record(built)["original"]["content_state"] == "unknown"


def test_the_original_keeps_its_own_digest_in_every_language(build: Build) -> None:
    original, translated = digests(build(project(page()), conf=CONF, language="eo"))
    assert original == DIGEST
    assert translated not in {None, DIGEST}
    assert digests(build(language="en")) == (DIGEST, None)


def test_a_review_of_the_translation_is_shown_with_both_states(build: Build) -> None:
    _original, translated = digests(build(project(page()), conf=CONF, language="eo"))
    built = build({"index.md": page(signed(translated))}, language="eo")
    assert built.warnings == []
    assert banner(built) == [
        OWN,
        "The review is current. The text is unchanged since this review.",
        "No clinician has reviewed this translation.",
        f"{SAME} {ORIGINAL}",
    ]
    found = record(built)
    assert found["review"]["reviewed_by"] == [{"id": "maria", "name": "María", "role": "second reader"}]
    assert (found["review"]["content_state"], found["original"]["content_state"]) == (
        "unchanged",
        "unchanged",
    )
    assert found["original"]["review"]["reviewed_by"][0]["id"] == "us"
    english = build(language="en")
    assert banner(english)[0].startswith("Last reviewed: May 2026 by the maintainers")
    assert "translation" not in english.text("index.html")
    assert record(english)["original"] is None


def test_a_changed_catalogue_is_an_edit_of_the_translation_alone(build: Build) -> None:
    _original, translated = digests(build(project(page()), conf=CONF, language="eo"))
    build({"index.md": page(signed(translated))}, language="eo")
    changed = catalogue({**TRANSLATED, "Cells are tested.": "Ĉeloj kuracas."})
    built = build(changed, language="eo")
    assert "Ĉeloj kuracas." in built.text("index.html")
    assert "This translation has been edited since its last review." in banner(built)[1]
    assert banner(built)[-1] == f"{SAME} {ORIGINAL}"
    assert digests(built)[0] == DIGEST


def test_an_edited_original_is_newer_than_its_translation(build: Build) -> None:
    _original, translated = digests(build(project(page()), conf=CONF, language="eo"))
    body = BODY.replace("Cells are tested.", "Cells were tested.")
    files = {"index.md": page(signed(translated), body=body), **catalogue({"Title": "Titolo"})}
    built = build(files, language="eo")
    assert banner(built)[-1] == f"{NEWER} {ORIGINAL}"
    assert "This translation has been edited since its last review." in banner(built)[1]
    assert record(built)["original"]["content_state"] == "edited"


def test_an_original_can_be_newer_while_what_is_translated_is_as_it_was(build: Build) -> None:
    translated = digests(build(project(page()), conf=CONF, language="eo"))[1]
    body = BODY.replace("Cells are tested.", "Cells were tested.")
    again = catalogue({"Title": "Titolo", "Cells were tested.": TRANSLATED["Cells are tested."]})
    built = build({"index.md": page(signed(translated), body=body), **again}, language="eo")
    assert "The text is unchanged since this review." in banner(built)[1]
    assert banner(built)[-1] == f"{NEWER} {ORIGINAL}"


@pytest.mark.parametrize(
    ("line", "own", "original"),
    [
        ("eo: 2026-11-20 by maria", "Edits since the review cannot be excluded.", UNRECORDED),
        (f"eo: 2026-11-20 by maria of {DIGEST}", "Edits since the review cannot be excluded.", SAME),
        (f"eo: 2026-11-20 by maria v1-{'0' * 32}", "edited since its last review.", UNRECORDED),
        (f"eo: 2026-11-20 by maria v0-{'0' * 32} of v0-{'0' * 32}", "cannot be excluded.", UNRECORDED),
    ],
)
def test_what_was_not_recorded_of_a_translation_is_not_claimed(
    build: Build, line: str, own: str, original: str
) -> None:
    built = build(project(page(f"translation_reviews: {{{line}}}")), conf=CONF, language="eo")
    assert banner(built)[0] == OWN
    assert banner(built)[1].endswith(own)
    assert banner(built)[-1] == f"{original} {ORIGINAL}"
    assert built.warnings == []


@pytest.mark.parametrize(
    "line",
    [
        "fr: 2026-11-20 by maria",
        "eo: 2026-11-20 by nobody-known",
        "eo: 2026-11-20 by maria (section title)",
        "eo: 2026-11-20 by maria (references)",
        "eo: soon by maria",
    ],
)
def test_a_review_of_less_or_of_another_translation_is_none_of_this_one(build: Build, line: str) -> None:
    built = build(project(page(f"translation_reviews: {{{line}}}")), conf=CONF, language="eo")
    assert banner(built)[0] == NONE
    assert len(built.warnings) == (0 if line.startswith("fr") else 1)


def test_reviews_of_the_original_are_none_of_the_translation(build: Build) -> None:
    lines = [
        "review_scope: content, references",
        f"review_digest: {DIGEST}",
        "other_reviews: [2026-01 by doctor]",
    ]
    built = build(project(page(*lines)), conf=CONF, language="eo")
    assert banner(built)[:2] == [NONE, "Nobody has checked this translation as a whole."]
    assert "Dr A" not in built.text("index.html")
    assert record(built)["other_reviews"] == []
    assert record(built)["original"]["review"]["content_state"] == "unchanged"


def test_a_page_of_which_nothing_is_translated_has_the_ordinary_banner(build: Build) -> None:
    files = project(page()) | catalogue({"Something else": "Alia afero"})
    built = build({**files, "other.md": "---\norphan: true\n---\n# Other\n"}, conf=CONF, language="eo")
    for name in ("index.html", "other.html"):
        assert "translation" not in " ".join(banner(built, name))
    assert banner(built)[0].startswith("Last reviewed: May 2026 by the maintainers")
    assert digests(built) == (DIGEST, None)
    assert record(built)["original"] is None


def test_a_page_that_loses_its_translation_is_an_ordinary_one_again(build: Build) -> None:
    assert banner(build(project(page()), conf=CONF, language="eo"))[0] == NONE
    built = build(catalogue({"Something else": "Alia afero"}), language="eo")
    assert banner(built)[0].startswith("Last reviewed: May 2026")


def test_a_country_s_build_takes_the_review_of_its_language_as_it_takes_its_catalogue(build: Build) -> None:
    _original, translated = digests(build(project(page()), conf=CONF, language="eo_MX"))
    built = build({"index.md": page(signed(translated))}, language="eo_MX")
    assert "Ĉeloj estas testataj." in built.text("index.html")
    assert banner(built)[0] == OWN
    own = page(signed(translated) + f"\n  eo_MX: 2026-10-01 by us {translated}")
    assert "October 1, 2026 by the maintainers" in banner(build({"index.md": own}, language="eo_MX"))[0]


@pytest.mark.parametrize("parallel", [0, 2])
def test_serial_and_parallel_builds_tell_the_same(build: Build, parallel: int) -> None:
    digest, translated = digests(build(project(page()), conf=CONF, language="eo"))
    assert translated is not None
    reviewed = page("orphan: true", signed(translated))
    files = {f"page{number}.md": reviewed for number in range(6)}
    catalogues: dict[str, str | bytes] = {}
    for number in range(6):
        catalogues |= catalogue(TRANSLATED, f"page{number}")
    built = build({**files, **catalogues}, language="eo", parallel=parallel)
    for number in range(6):
        assert digests(built, f"page{number}") == (digest, translated)
        assert banner(built, f"page{number}.html")[0] == OWN
        assert banner(built, f"page{number}.html")[-1] == f"{SAME} {ORIGINAL}"
    assert built.warnings == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("writer", "name"), [("text", "index.txt"), ("latex", "test.tex"), ("man", "test.1")]
)
def test_other_writers_say_it_too(build: Build, writer: str, name: str) -> None:
    files = project(page(signed(None, f"v1-{'0' * 32}")))
    text = " ".join(build(files, conf=CONF, builder=writer, language="eo").text(name).split())
    assert "This translation was last reviewed: November 20, 2026 by María" in text
    assert NEWER in text


def test_gettext_takes_no_word_of_ours_for_the_author_s(build: Build, tmp_path: Path) -> None:
    files = project(page(signed(None), "notice: 2026-11 It changed."))
    built = build(files, conf=CONF, builder="gettext", builddir=tmp_path / "gettext", language="eo")
    messages = built.text("index.pot")
    assert [line for line in messages.splitlines() if line.startswith("msgid")][1:] == [
        'msgid "Title"',
        'msgid "Cells are tested."',
        'msgid "Not translated yet."',
    ]
    assert built.warnings == []
