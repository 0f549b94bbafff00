"""References for the tests of the exports: with every field set, with any text, and as a reader gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.parts import Style, Words
from sphinx_evidence.references.runs import folded

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

FULL = Reference(
    key="Panes2016",
    kind=Kind.ARTICLE,
    title=(
        Words("CD4"),
        Words("+", Style.SUPERSCRIPT),
        Words(" T cells, H"),
        Words("2", Style.SUBSCRIPT),
        Words("O & "),
        Words("Candida", Style.EMPHASIS),
        Words(": "),
        Words("50%", Style.STRONG),
    ),
    authors=(
        Name("Panés", "Julián"),
        Name("Assche", "Gert", "van"),
        Name("Howard", "James F", suffix="Jr"),
        Name("Wu"),
        Name("Le Blanc", "Katarina"),
        Name("Research and Trials Unit", is_organisation=True),
    ),
    has_more_authors=True,
    editors=(Name("Roe", "Jane"),),
    has_more_editors=True,
    container=(Words("Diseases of the Colon & Rectum"),),
    container_short="Dis Colon Rectum",
    date=Day(2016, 9, 24),
    state="in press",
    volume="388",
    issue="10051",
    pages="1281-1290",
    edition="2nd",
    publisher="Smith & Sons",
    place="Oxford",
    doi="10.1016/S0140-6736(16)31203-X",
    pmid="27477896",
    pmcid="PMC4320647",
    registry=("NCT01541579", "ISRCTN17160440"),
    url="https://example.org/a_b?c=%20#d",
    accessed=Day(2026, 11, 22),
    keywords=("rct", "Crohn's disease"),
    note=(Words("Erratum: "), Words("Lancet", Style.EMPHASIS), Words(" 2016;388:1")),
)
PIECES = [
    "a", "Z", "é", "ß", "Ж", "語", "😀", " ", "  ", "\n", "\r\n", "\t", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}",
    "\N{LINE SEPARATOR}", "{", "}", "\\", "\\emph{", "&", "%", "$", "$x$", "#", "_", "~", "^", "-", "--", "'", "''",
    "`", '"', ",", ";", "@", "@article{", "=", "<", ">", "<i>", "</i>", "<b>x</b>", "TY  - ", "ER  - ", " and ",
    "others", "et al.", "\u202e", "\ufeff", "1", "/", "|", "[", "]", "?`", "\\textbf", "e\u0301",
]  # fmt: skip
_SIGNS = st.characters(exclude_categories=("Cc", "Cs"))
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), st.text(_SIGNS, max_size=8))
_STYLES = st.sampled_from([None, *Style])
_RUNS = st.lists(st.builds(Words, TEXTS, _STYLES), max_size=4).map(tuple)
_DAYS = st.builds(Day, st.integers(-5, 12_000), st.integers(-5, 15), st.integers(-5, 40))
_NAMES = st.builds(Name, TEXTS, TEXTS, TEXTS, TEXTS, st.booleans())
HOSTILE_REFERENCES = st.builds(
    Reference,
    key=TEXTS,
    kind=st.sampled_from(Kind),
    title=_RUNS,
    authors=st.lists(_NAMES, max_size=3).map(tuple),
    has_more_authors=st.booleans(),
    editors=st.lists(_NAMES, max_size=2).map(tuple),
    has_more_editors=st.booleans(),
    container=_RUNS,
    date=_DAYS,
    accessed=_DAYS,
    note=_RUNS,
    registry=st.lists(TEXTS, max_size=3).map(tuple),
    keywords=st.lists(TEXTS, max_size=3).map(tuple),
    **dict.fromkeys(
        [
            "container_short", "state", "volume", "issue", "pages", "number", "edition", "publisher", "place",
            "doi", "pmid", "pmcid", "url",
        ],
        TEXTS,
    ),
)  # fmt: skip


def _folded(text: str) -> str:
    return " ".join(text.split())


READ_TEXTS = TEXTS.map(_folded)
_READ_RUNS = _RUNS.map(lambda runs: folded(Words(run.text.replace("\xa0", " "), run.style) for run in runs))
_WORDS = st.sampled_from(
    ["Roe", "Ødegård", "Smith-Jones", "D'Rozario", "McIntyre", "{X}", "A&B", "Öz_", "李"]
)
_SMALL_WORDS = st.sampled_from(["van", "de", "la", "von", "d'", "'t"])
_GIVEN = st.lists(_WORDS | st.sampled_from(["J.", "and", "Jane", "x,y", "de"]), max_size=3).map(" ".join)
_PEOPLE = st.builds(
    Name,
    family=st.lists(
        _WORDS | _SMALL_WORDS | st.sampled_from(["and", "And", "a,b"]), min_size=1, max_size=3
    ).map(lambda words: " ".join([*words, "Last"]))
    | _WORDS,
    given=_GIVEN,
    particle=st.lists(_SMALL_WORDS, max_size=2).map(" ".join),
    suffix=st.sampled_from(["", "", "Jr", "III", "Jr, MD"]),
    is_organisation=st.just(False),  # noqa: FBT003 - a strategy's value
)
_ORGANISATIONS = READ_TEXTS.filter(lambda text: text not in {"", "others", "et al."}).map(
    lambda text: Name(text, is_organisation=True)
)
_READ_NAMES = st.lists(_PEOPLE | _ORGANISATIONS, max_size=3).map(tuple)
_YEARS, _MONTHS = st.integers(1000, 2999), st.integers(1, 12)
_READ_DAYS = st.one_of(
    st.just(()),
    st.tuples(_YEARS),
    st.tuples(_YEARS, _MONTHS),
    st.tuples(_YEARS, _MONTHS, st.integers(1, 28)),
).map(lambda parts: Day(*parts))


def _matching(pattern: str) -> SearchStrategy[str]:
    return st.just("") | st.from_regex(pattern, fullmatch=True)


def _lists(one: SearchStrategy[str]) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(one, max_size=3, unique=True).map(tuple)


READ_REFERENCES = st.builds(
    Reference,
    key=st.from_regex(r"[A-Z][a-z]{1,8}[0-9]{4}[a-z:._+/-]?", fullmatch=True),
    kind=st.sampled_from(Kind),
    title=_READ_RUNS,
    authors=_READ_NAMES,
    has_more_authors=st.booleans(),
    editors=_READ_NAMES,
    has_more_editors=st.booleans(),
    container=_READ_RUNS,
    container_short=READ_TEXTS,
    date=_READ_DAYS,
    volume=READ_TEXTS,
    pages=_matching(r"[eS]?[0-9]{1,5}(-[eS]?[0-9]{1,5}(\.e[0-9])?)?"),
    edition=READ_TEXTS,
    publisher=READ_TEXTS,
    place=READ_TEXTS,
    doi=_matching(r"10\.[0-9]{4}/[a-zA-Z0-9();:<>._/%&#-]{1,20}"),
    pmid=_matching("[1-9][0-9]{0,7}"),
    pmcid=_matching("PMC[1-9][0-9]{0,7}"),
    registry=_lists(st.from_regex("(NCT|ISRCTN)[0-9]{8}", fullmatch=True)),
    url=_matching(r"https://example\.org/[a-zA-Z0-9_%&#?=~$,./()'-]{0,20}"),
    accessed=_READ_DAYS,
    keywords=_lists(TEXTS.map(lambda text: _folded(text.replace(",", " ").replace(";", " "))).filter(bool)),
    note=_READ_RUNS,
)
