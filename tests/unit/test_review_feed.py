from __future__ import annotations

import re
from datetime import date
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.review.feed import FEED_NAME, MOST_ENTRIES, FeedEntry, atom_feed
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)
SITE = "https://example.org/guide/"
ATOM = "{http://www.w3.org/2005/Atom}"
LUPUS = FeedEntry(
    "conditions/lupus 2026-11-20",
    "Lupus",
    "https://example.org/guide/conditions/lupus.html",
    date(2026, 11, 20),
    ("Jo Roe", "The maintainers"),
    "Last reviewed: 20 November 2026.",
)
WRITTEN = """<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>urn:uuid:13eba2b9-2ede-5fce-89af-45e7b89a4438</id>
  <title>Guide: reviews and changes</title>
  <updated>2026-11-20T00:00:00Z</updated>
  <author>
    <name>Guide</name>
  </author>
  <link rel="self" type="application/atom+xml" href="https://example.org/guide/reviews.atom" />
  <link rel="alternate" type="text/html" href="https://example.org/guide/" />
  <entry>
    <id>urn:uuid:124e8b96-c262-515a-afe0-5a3907cef7ea</id>
    <title>Lupus</title>
    <updated>2026-11-20T00:00:00Z</updated>
    <author>
      <name>Jo Roe</name>
    </author>
    <author>
      <name>The maintainers</name>
    </author>
    <link rel="alternate" type="text/html" href="https://example.org/guide/conditions/lupus.html" />
    <summary>Last reviewed: 20 November 2026.</summary>
  </entry>
</feed>
"""
TEXTS = {
    "end of the title": "Lupus</title></entry>",
    "cdata": "]]><![CDATA[x]]>",
    "entities": "&lt; &amp;amp; &nbsp; &#0; %x;",
    "doctype": '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
    "line ends": "a\r\nb\rc\nd\te",
    "controls": "a\x00b\x07c\x0bd\x1be\x7ff\x85g",
    "lone surrogates": "a\ud800b\udfffc",
    "no characters": "a\ufffeb\uffffc",
    "quotes": "\"'`",
    "emoji": "👩‍⚕️🧬" * 200,
    "template": "{project} {0} %s",
    "empty": "",
}
EVERY_SIGN = st.text(st.characters() | st.sampled_from("<>&\"'\r\n\ud800\ufffe\uffff\x00%"))


def written(*entries: FeedEntry, **given: Any) -> str:
    values: dict[str, Any] = {
        "project": "Guide",
        "site_url": SITE,
        "language": "en",
        "today": TODAY,
        "words": NullTranslations(),
    }
    return atom_feed(entries, **(values | given))


def one_line(text: str) -> str:
    return " ".join(printable(text).replace("\ufffe", " ").replace("\uffff", " ").split())


def read(text: str) -> ET.Element:
    """Return the feed, in which no reader sees a fault, and which has all that RFC 4287, 4.1, wants."""
    raw = text.encode("utf-8")
    theirs = feedparser.parse(raw)
    assert (theirs.bozo, theirs.version, theirs.encoding) == (False, "atom10", "utf-8")
    root = ET.fromstring(raw)  # noqa: S314  # our own output
    assert len(theirs.entries) == len(root.findall(f"{ATOM}entry"))
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", texts(element, "id")[0])
        assert re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z", texts(element, "updated")[0])
    for link in root.iter(f"{ATOM}link"):
        assert re.fullmatch("[!-~]*", link.attrib["href"])
    return root


def texts(root: ET.Element, path: str) -> list[str]:
    """Return the text of the elements at *path*."""
    return [element.text or "" for element in root.findall("/".join(ATOM + name for name in path.split("/")))]


def links(root: ET.Element) -> list[tuple[str, str]]:
    return [(link.attrib["rel"], link.attrib["href"]) for link in root.findall(f"{ATOM}link")]


def shape(text: str) -> list[str]:
    return [element.tag for element in read(text).iter()]


def test_a_review_is_an_entry() -> None:
    assert written(LUPUS) == WRITTEN


def test_a_feed_reader_reads_what_is_written() -> None:
    theirs = feedparser.parse(written(LUPUS).encode())
    (entry,) = theirs.entries
    assert (theirs.feed.title, theirs.feed.author, theirs.feed.language) == (
        "Guide: reviews and changes",
        "Guide",
        "en",
    )
    assert (entry.title, entry.link, entry.summary) == (LUPUS.title, LUPUS.url, LUPUS.summary)
    assert [author.name for author in entry.authors] == ["Jo Roe", "The maintainers"]
    assert entry.updated_parsed[:6] == (2026, 11, 20, 0, 0, 0)


@pytest.mark.parametrize("site", ["https://example.org/guide", "https://example.org/guide/"])
def test_the_feed_says_where_it_lies_and_whose_it_is(site: str) -> None:
    assert links(read(written(site_url=site))) == [
        ("self", f"https://example.org/guide/{FEED_NAME}"),
        ("alternate", "https://example.org/guide/"),
    ]


def test_a_site_without_an_address_does_not_say_where_it_lies() -> None:
    root = read(written(LUPUS._replace(url="a%20b.html"), site_url=""))
    assert links(root) == []
    assert [link.attrib["href"] for link in root.iter(f"{ATOM}link")] == ["a%20b.html"]


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("en", "en"),
        ("en_GB", "en-GB"),
        ("zh_Hant_TW", "zh-Hant-TW"),
        ("pt-BR", "pt-BR"),
        ("sr@latin", "sr"),
        ("en_GB.UTF-8", "en-GB"),
        ("de-1996", "de-1996"),
        ("", None),
        ("_", None),
        ("e", None),
        ("toolonglanguage", None),
        ("en_toolongpart", None),
        ('"><script>', None),
    ],
)
def test_the_language_is_a_tag(language: str, tag: str | None) -> None:
    root = read(written(language=language))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == tag


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("conditions/lupus.html", "conditions/lupus.html"),
        ("https://x.org/a%20b.html?c=d&e=%C3%A9#f+g", "https://x.org/a%20b.html?c=d&e=%C3%A9#f+g"),
        ("ä b 末.html", "%C3%A4%20b%20%E6%9C%AB.html"),
        ("100%.html", "100%25.html"),
        ("%4", "%254"),
        ("%ZZ%41", "%25ZZ%41"),
        ('"><script>\\', "%22%3E%3Cscript%3E%5C"),
        ("a\r\n\x00\ud800\uffff", "a%0D%0A%00%3F%EF%BF%BF"),
    ],
)
def test_an_address_holds_no_sign_that_addresses_do_not(url: str, address: str) -> None:
    (link,) = read(written(LUPUS._replace(url=url))).findall(f"{ATOM}entry/{ATOM}link")
    assert link.attrib == {"rel": "alternate", "type": "text/html", "href": address}


def test_the_sites_address_is_encoded_too() -> None:
    assert links(read(written(site_url="https://x.org/ä b")))[1] == ("alternate", "https://x.org/%C3%A4%20b/")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_leaves_its_element(text: str) -> None:
    feed = written(LUPUS._replace(title=text, summary=text), project=text)
    assert shape(feed) == shape(written(LUPUS))
    root = read(feed)
    assert texts(root, "entry/title") == texts(root, "entry/summary") == [one_line(text)]
    assert texts(root, "title") == [one_line(f"{text}: reviews and changes")]
    assert texts(root, "author/name") == [one_line(text)]


def test_hostile_text_stays_text(hostile: str, quickly: Callable[[], AbstractContextManager[None]]) -> None:
    with quickly():
        feed = written(FeedEntry(hostile, hostile, hostile, TODAY, (hostile,), hostile), project=hostile)
    root = read(feed)
    assert texts(root, "entry/author/name") == texts(root, "entry/title") == [one_line(hostile)]
    assert [element.tag for element in root.iter()].count(f"{ATOM}name") == 2


def test_a_reader_takes_no_title_for_html() -> None:
    (entry,) = feedparser.parse(written(LUPUS._replace(title="<b>p</b> &lt; 0.05")).encode()).entries
    assert (entry.title_detail.type, entry.title) == ("text/plain", "<b>p</b> &lt; 0.05")


@given(key=EVERY_SIGN, title=EVERY_SIGN, url=EVERY_SIGN, author=EVERY_SIGN, project=EVERY_SIGN)
def test_whatever_the_text_the_feed_is_well_formed(
    key: str, title: str, url: str, author: str, project: str
) -> None:
    entry = FeedEntry(key, title, url, TODAY, (author,), title)
    root = read(written(entry, project=project, site_url=f"https://x.org/{url}", language=key))
    assert texts(root, "entry/title") == texts(root, "entry/summary") == [one_line(title)]
    assert texts(root, "entry/author/name") == ([one_line(author)] if one_line(author) else [])
    assert texts(root, "author/name") == [one_line(project)]


@pytest.mark.parametrize(
    ("authors", "names"),
    [((), []), (("", " \n"), []), (("", "Jo\nRoe", "A & B"), ["Jo Roe", "A & B"])],
)
def test_an_author_without_a_name_is_none(authors: tuple[str, ...], names: list[str]) -> None:
    assert texts(read(written(LUPUS._replace(authors=authors))), "entry/author/name") == names


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Lupus erythematosus"},
        {"url": "https://elsewhere.org/lupus.html"},
        {"on": date(2026, 11, 21)},
        {"authors": ()},
        {"summary": ""},
    ],
)
def test_an_entry_stays_the_same_when_its_words_change(change: dict[str, Any]) -> None:
    one, other = (
        read(written(LUPUS)),
        read(written(LUPUS._replace(**change), site_url="", today=date(2027, 1, 1))),
    )
    assert texts(one, "entry/id") == texts(other, "entry/id")
    assert texts(one, "id") == texts(other, "id")


def test_every_entry_and_every_feed_has_an_id_of_its_own() -> None:
    found = [
        name
        for project in ("Guide", "Guide 2", "")
        for path in ("id", "entry/id")
        for name in texts(
            read(written(LUPUS, LUPUS._replace(key="a"), LUPUS._replace(key=""), project=project)), path
        )
    ]
    found += texts(read(written(LUPUS._replace(key="ea"), project="Guid")), "entry/id")
    assert len(set(found)) == len(found) == 13


def order(entries: Iterable[FeedEntry]) -> list[str]:
    return texts(read(written(*entries)), "entry/title")


def test_the_newest_stands_first_and_ties_by_key() -> None:
    entries = [
        FeedEntry("b", "4", "", date(2025, 12, 31), (), ""),
        FeedEntry("c", "3", "", date(2026, 1, 2), (), ""),
        FeedEntry("b", "2", "", date(2026, 1, 2), (), ""),
        FeedEntry("z", "1", "", date(2026, 1, 3), (), ""),
    ]
    assert order(entries) == order(reversed(entries)) == ["1", "2", "3", "4"]
    assert texts(read(written(*entries)), "updated") == ["2026-01-03T00:00:00Z"]


def test_the_oldest_are_left_out_of_a_long_feed() -> None:
    entries = [
        LUPUS._replace(key=str(day), title=str(day), on=date.fromordinal(739_000 + day))
        for day in range(MOST_ENTRIES + 3)
    ]
    assert MOST_ENTRIES == 100
    assert order(entries) == [str(day) for day in range(102, 2, -1)]


def test_a_feed_without_entries_is_of_today() -> None:
    root = read(written())
    assert texts(root, "updated") == ["2026-11-22T00:00:00Z"]
    assert texts(root, "author/name") == ["Guide"]


def test_the_same_entries_give_the_same_bytes_in_whatever_order_they_are_read() -> None:
    entries = [LUPUS._replace(key="b"), LUPUS, LUPUS._replace(key="c", on=TODAY)]
    one, other = written(*entries), written(*reversed(entries))
    assert one.encode() == other.encode()
    assert one.startswith("<?xml version='1.0' encoding='utf-8'?>\n")
    assert one.endswith("</feed>\n")


def test_a_person_can_read_the_file() -> None:
    assert "    <title>Ménière &amp; Söhne 末</title>\n" in written(
        LUPUS._replace(title="Ménière & Söhne 末")
    )


def test_the_words_are_those_of_the_build() -> None:
    class German(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"{project}: reviews and changes": "Neues von {project}"}[message]

    assert texts(read(written(words=German())), "title") == ["Neues von Guide"]
