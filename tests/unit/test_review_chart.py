from __future__ import annotations

import re
from collections import Counter
from gettext import NullTranslations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.review import chart as chart_module
from sphinx_evidence.review.chart import (
    Bar,
    Chart,
    Filling,
    Table,
    latex_chart,
    months_chart,
    months_table,
    states_chart,
    states_table,
    svg_chart,
)
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.tally import DueMonths, Tally

SVG = "{http://www.w3.org/2000/svg}"
WORDS = NullTranslations()
XML_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20)
CHARTS = st.builds(
    Chart,
    XML_TEXT,
    st.lists(
        st.builds(
            Bar,
            XML_TEXT,
            st.lists(st.tuples(st.sampled_from(Filling), st.integers(0, 500)), max_size=4).map(tuple),
        ),
        max_size=6,
    ).map(tuple),
    st.lists(st.tuples(st.sampled_from(Filling), XML_TEXT), max_size=4).map(tuple),
)
COUNTS = Tally(
    Counter(
        {
            (DateState.CURRENT, ContentState.UNCHANGED): 6,
            (DateState.CURRENT, ContentState.EDITED): 3,
            (DateState.CURRENT, ContentState.UNKNOWN): 1,
            (DateState.OVERDUE, ContentState.UNKNOWN): 5,
            (DateState.NEVER, None): 4,
        }
    ),
    exempt=2,
)
MONTHS = DueMonths(((PartialDate(2026, 11), 2), (PartialDate(2026, 12), 0)), is_complete=True)


def drawn(chart: Chart) -> ET.Element:
    """Return the drawing of *chart*, read as XML."""
    figure = ET.fromstring(svg_chart(chart, "x"))  # noqa: S314  # our own
    found = figure.find(f"{SVG}svg")
    assert found is not None
    return found


def bars(drawing: ET.Element) -> list[tuple[str, float, float]]:
    """Return each part of a bar: its filling, where it begins and how wide it is, in per cent."""
    return [
        (
            rect.attrib["class"].rpartition("-")[2],
            float(rect.attrib["x"].removesuffix("%")),
            float(rect.attrib["width"].removesuffix("%")),
        )
        for rect in drawing.iter(f"{SVG}rect")
        if rect.attrib["width"].endswith("%")
    ]


def test_the_bars_of_the_states_are_divided_by_what_happened_to_the_text() -> None:
    chart = states_chart(COUNTS, WORDS)
    assert [bar.label for bar in chart.bars] == [
        "Current: 10",
        "Due soon: 0",
        "Overdue: 5",
        "Never reviewed: 4",
    ]
    assert bars(drawn(chart)) == [
        ("full", 0, 60),
        ("tinted", 60, 30),
        ("hollow", 90, 10),
        ("hollow", 0, 50),
        ("thin", 0, 40),
    ]


def test_the_key_says_in_words_what_each_filling_means() -> None:
    key = dict(states_chart(COUNTS, WORDS).key)
    assert set(key) == set(Filling)
    assert key[Filling.TINTED] == "text edited since the review"
    told = [text.text for text in drawn(states_chart(COUNTS, WORDS)).iter(f"{SVG}text")]
    assert told[-4:] == list(key.values())


def test_a_table_says_the_same_numbers_as_its_chart() -> None:
    table = states_table(COUNTS, WORDS)
    assert table.rows == (
        ("Current", "10", "6", "3", "1"),
        ("Due soon", "0", "0", "0", "0"),
        ("Overdue", "5", "0", "0", "5"),
        ("Never reviewed", "4", "–", "–", "–"),
        ("All", "19", "6", "3", "6"),
    )
    assert {len(row) for row in table.rows} == {len(table.head)}
    labels = [bar.label for bar in states_chart(COUNTS, WORDS).bars]
    assert labels == [f"{row[0]}: {row[1]}" for row in table.rows[:-1]]


def test_months_are_written_as_people_write_them_and_none_is_drawn_for_none() -> None:
    chart = months_chart(MONTHS, "es", WORDS)
    assert [bar.label for bar in chart.bars] == ["noviembre de 2026: 2", "diciembre de 2026: 0"]
    assert bars(drawn(chart)) == [("full", 0, 100)]
    assert months_table(MONTHS, WORDS) == Table(
        "Pages by the month in which their review is due",
        ("Month", "Pages"),
        ((PartialDate(2026, 11), "2"), (PartialDate(2026, 12), "0")),
    )


def test_a_table_without_the_empty_months_says_so() -> None:
    table = months_table(MONTHS._replace(is_complete=False), WORDS)
    assert table.caption.endswith("months without one are left out")


def test_those_who_do_not_see_the_chart_are_told_its_title_and_numbers() -> None:
    drawing = drawn(states_chart(COUNTS, WORDS))
    assert drawing.attrib["role"] == "img"
    named = {element.attrib["id"]: element.text for element in drawing if "id" in element.attrib}
    assert [named[name] for name in drawing.attrib["aria-labelledby"].split()] == [
        "Pages by the state of their review",
        "Current: 10; Due soon: 0; Overdue: 5; Never reviewed: 4",
    ]


@given(CHARTS)
def test_any_chart_is_well_formed_and_stays_inside_itself(chart: Chart) -> None:
    drawing = drawn(chart)
    height = float(drawing.attrib["height"].removesuffix("em"))
    for element in drawing.iter():
        assert not {"style", "onload"} & set(element.attrib)
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "text", "rect"}
        bottom = float(element.attrib.get("y", "0").removesuffix("em"))
        bottom += float(element.attrib["height"].removesuffix("em")) if element.tag == f"{SVG}rect" else 0
        assert 0 <= bottom <= height
    for _filling, left, width in bars(drawing):
        assert 0 <= left <= left + width <= 100.01


@given(CHARTS)
def test_a_part_is_as_long_as_its_number(chart: Chart) -> None:
    longest = max((sum(count for _filling, count in bar.parts) for bar in chart.bars), default=0)
    counts = [count for bar in chart.bars for _filling, count in bar.parts if count]
    widths = [width for _filling, _left, width in bars(drawn(chart))]
    assert widths == pytest.approx([100 * count / longest for count in counts], abs=0.006)


def test_a_thin_bar_lies_in_the_middle_of_where_another_would() -> None:
    chart = Chart("", (Bar("", ((Filling.FULL, 1), (Filling.THIN, 1))),))
    full, thin = (
        (float(rect.attrib["y"].removesuffix("em")), float(rect.attrib["height"].removesuffix("em")))
        for rect in drawn(chart).iter(f"{SVG}rect")
    )
    assert thin[0] + thin[1] / 2 == pytest.approx(full[0] + full[1] / 2)
    assert thin[1] < full[1] / 2


def test_hostile_words_are_only_words(hostile: str) -> None:
    chart = Chart(hostile, (Bar(hostile, ((Filling.FULL, 1),)),), ((Filling.FULL, hostile),))
    drawing = drawn(chart)
    assert [element.tag.removeprefix(SVG) for element in drawing] == [
        "title",
        "desc",
        "text",
        "rect",
        "rect",
        "text",
    ]
    latex = latex_chart(chart, lambda text: f"<{len(text)}>")
    assert latex.count(f"<{len(hostile)}>") == 3
    assert hostile not in latex


def test_an_identifier_cannot_leave_its_attribute() -> None:
    drawing = ET.fromstring(svg_chart(Chart("", ()), '"><script>'))  # noqa: S314  # our own
    assert not list(drawing.iter("script"))


def test_latex_gets_the_same_shares() -> None:
    text = latex_chart(states_chart(COUNTS, WORDS), str.upper)
    assert text.startswith("\\begin{sphinxevidencechart}{PAGES BY THE STATE OF THEIR REVIEW}\n")
    assert text.endswith("\\end{sphinxevidencechart}\n")
    assert (
        "\\sphinxevidencebar{CURRENT: 10}{\\sphinxevidencebarpart{full}{0.6000}"
        "\\sphinxevidencebarpart{tinted}{0.3000}\\sphinxevidencebarpart{hollow}{0.1000}}\n"
    ) in text
    assert "\\sphinxevidencebar{DUE SOON: 0}{}\n" in text
    assert "\\sphinxevidencekey{thin}{NO REVIEW YET}\n" in text
    assert set(re.findall(r"barpart\{(\w+)\}", text)) == {"full", "tinted", "hollow", "thin"}


def test_the_latex_package_can_draw_every_filling() -> None:
    package = (Path(chart_module.__file__).parents[1] / "static" / "latex" / "sphinxevidence.sty").read_text()
    assert set(re.findall(r"\\newcommand\*\{\\evidence@bar@(\w+)\}", package)) == set(Filling)
