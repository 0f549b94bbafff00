"""Bar charts of all pages' reviews, as SVG and as LaTeX, and the tables of their numbers.

Pure: the translator is an argument.

Nothing has a size in pixels: bars are parts of the width that there is, and the rest is measured in the reader's
own letters. What a bar's filling says, its label or the key says in words.
"""

from __future__ import annotations

from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.tally import content_words, state_word
from sphinx_evidence.review.wording import fill
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from gettext import NullTranslations

    from sphinx_evidence.review.tally import DueMonths, Tally
    from sphinx_evidence.review.wording import Run

_ROW = 2.5  # em: a bar below its label
_BASELINE = 1.05
_BAR = 1.45
_BAR_HEIGHT = 0.75
_KEY_ROW = 1.5


class Filling(StrEnum):
    """How a part of a bar is filled; they differ without their colours too."""

    FULL = "full"
    TINTED = "tinted"
    HOLLOW = "hollow"
    THIN = "thin"


class Bar(NamedTuple):
    """One bar.

    :ivar label: what it stands for, with its number
    :ivar parts: how many of each filling, from left to right
    """

    label: str
    parts: tuple[tuple[Filling, int], ...]


class Chart(NamedTuple):
    """Bars below one another.

    :ivar title: what the chart shows, for those who do not see it
    :ivar key: what the fillings mean; empty where there is only one
    """

    title: str
    bars: tuple[Bar, ...]
    key: tuple[tuple[Filling, str], ...] = ()


class Table(NamedTuple):
    """The numbers of a chart, for those who do not see it; the first cell of a row heads it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]


_FILLINGS = {
    ContentState.UNCHANGED: Filling.FULL,
    ContentState.EDITED: Filling.TINTED,
    ContentState.UNKNOWN: Filling.HOLLOW,
}


def states_chart(counts: Tally, words: NullTranslations) -> Chart:
    """Return the chart of the pages by state of the date, each bar divided by the state of the content."""
    bars = []
    for state in DateState:
        parts = tuple((filling, counts.pages(state, content)) for content, filling in _FILLINGS.items())
        if state is DateState.NEVER:  # there is no text that was reviewed
            parts = ((Filling.THIN, counts.pages(state)),)
        bars.append(Bar(_label(state_word(state, words), counts.pages(state), words), parts))
    key = [(filling, content_words(content, words)) for content, filling in _FILLINGS.items()]
    key.append((Filling.THIN, words.gettext("no review yet")))
    return Chart(words.gettext("Pages by the state of their review"), tuple(bars), tuple(key))


def states_table(counts: Tally, words: NullTranslations) -> Table:
    """Return the numbers of :func:`states_chart`, and the sums of its columns."""
    head = (
        words.gettext("Review"),
        words.gettext("Pages"),
        words.gettext("Unchanged"),
        words.gettext("Edited"),
        words.gettext("Not known"),
    )
    rows: list[tuple[Run, ...]] = []
    for state in (*DateState, None):
        name = words.gettext("All") if state is None else state_word(state, words)
        numbers = [str(counts.pages(state, content)) for content in _FILLINGS]
        if state is DateState.NEVER:
            numbers = ["–"] * len(numbers)
        rows.append((name, str(counts.pages(state)), *numbers))
    caption = words.gettext(
        "Pages by the state of their review, and whether their text is still the one reviewed"
    )
    return Table(caption, head, tuple(rows))


def months_chart(months: DueMonths, locale: str, words: NullTranslations) -> Chart:
    """Return the chart of the pages by the month in which their review is due."""
    bars = tuple(
        Bar(_label(month.written(locale), count, words), ((Filling.FULL, count),))
        for month, count in months.rows
    )
    return Chart(words.gettext("Pages by the month in which their review is due"), bars)


def months_table(months: DueMonths, words: NullTranslations) -> Table:
    """Return the numbers of :func:`months_chart`."""
    caption = words.gettext("Pages by the month in which their review is due")
    if not months.is_complete:
        caption = words.gettext(
            "Pages by the month in which their review is due; months without one are left out"
        )
    rows = tuple((month, str(count)) for month, count in months.rows)
    return Table(caption, (words.gettext("Month"), words.gettext("Pages")), rows)


def _label(name: str, count: int, words: NullTranslations) -> str:
    runs = fill(words.gettext("{name}: {count}"), name=name, count=str(count))
    return "".join(str(run) for run in runs)


def svg_chart(chart: Chart, identifier: str) -> str:
    """Return *chart* as a figure without style or script; *identifier* begins its ids.

    The title stands outside the drawing, where it can take several lines.
    """
    identifier = escape(identifier)
    height = _ROW * len(chart.bars) + _KEY_ROW * len(chart.key) + 0.25
    told = "; ".join(bar.label for bar in chart.bars)
    lines = [
        f'<figure class="evidence-chart"><figcaption>{_xml(chart.title)}</figcaption>',
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%" height="{height:g}em"'
        f' fill="currentColor" aria-labelledby="{identifier}-title {identifier}-desc">',
        f'<title id="{identifier}-title">{_xml(chart.title)}</title>',
        f'<desc id="{identifier}-desc">{_xml(told)}</desc>',
    ]
    longest = _longest(chart)
    for number, bar in enumerate(chart.bars):
        top = _ROW * number
        lines.append(f'<text x="0" y="{top + _BASELINE:g}em">{_xml(bar.label)}</text>')
        for filling, start, share in _shares(bar, longest):
            lines.append(_rect(filling, f"{start:.2%}", f"{share:.2%}", top + _BAR))
    for number, (filling, meaning) in enumerate(chart.key):
        top = _ROW * len(chart.bars) + _KEY_ROW * number
        lines.append(_rect(filling, "0", "1.5em", top + _BASELINE - _BAR_HEIGHT))
        lines.append(f'<text x="2em" y="{top + _BASELINE:g}em">{_xml(meaning)}</text>')
    return "\n".join([*lines, "</svg></figure>"]) + "\n"


def _rect(filling: Filling, left: str, width: str, top: float) -> str:
    height = _BAR_HEIGHT
    if filling is Filling.THIN:
        height /= 3
        top += height
    # Its outline and its filling hold without a stylesheet too.
    inside = {Filling.HOLLOW: ' fill="none"', Filling.TINTED: ' fill-opacity="0.4"'}.get(filling, "")
    return (
        f'<rect class="evidence-bar evidence-bar-{filling}" x="{left}" y="{top:g}em" width="{width}"'
        f' height="{height:g}em" stroke="currentColor"{inside}/>'
    )


def latex_chart(chart: Chart, escape_latex: Callable[[str], str]) -> str:
    """Return *chart* in the commands of sphinxevidence.sty; *escape_latex* makes text safe for LaTeX."""
    longest = _longest(chart)
    lines = ["\\begin{sphinxevidencechart}{%s}" % escape_latex(chart.title)]
    for bar in chart.bars:
        parts = [
            "\\sphinxevidencebarpart{%s}{%.4f}" % (filling, share)
            for filling, _start, share in _shares(bar, longest)
        ]
        lines.append("\\sphinxevidencebar{%s}{%s}" % (escape_latex(bar.label), "".join(parts)))
    lines += [
        "\\sphinxevidencekey{%s}{%s}" % (filling, escape_latex(meaning)) for filling, meaning in chart.key
    ]
    return "\n".join([*lines, "\\end{sphinxevidencechart}"]) + "\n"


def _longest(chart: Chart) -> int:
    """Return the number for which a bar takes the whole width."""
    return max((sum(count for _filling, count in bar.parts) for bar in chart.bars), default=0)


def _shares(bar: Bar, longest: int) -> Iterator[tuple[Filling, float, float]]:
    """Yield for each part that is not empty where it begins and how long it is, of a width of 1."""
    before = 0
    for filling, count in bar.parts:
        if count:
            yield filling, before / longest, count / longest
            before += count


def _xml(text: str) -> str:
    return escape(printable(text))
