from __future__ import annotations

import pickle
import re

import pytest

from sphinx_evidence.problems import MEANINGS, Problem, ProblemCode


@pytest.mark.parametrize("code", ProblemCode)
def test_each_code_is_a_subtype_that_suppress_warnings_can_name_and_says_what_it_means(
    code: ProblemCode,
) -> None:
    assert re.fullmatch(r"[a-z_]+", code.value)
    assert MEANINGS[code].endswith(".")
    assert str(code) == code.value


def test_no_two_codes_share_a_name_or_a_meaning() -> None:
    assert list(MEANINGS) == list(ProblemCode)
    assert len(set(MEANINGS.values())) == len(MEANINGS)


@pytest.mark.parametrize("code", ProblemCode)
def test_a_problem_survives_the_pickle_as_plain_values(code: ProblemCode) -> None:
    problem = Problem(code, "a <message> with % and \\", 7, "docs/_data/people.yaml")
    plain = problem.as_plain()
    assert [type(value) for value in plain] == [str, str, int, str]
    assert Problem.from_plain(pickle.loads(pickle.dumps(plain))) == problem  # noqa: S301  # our own bytes


def test_a_problem_without_line_and_file_keeps_them_unknown() -> None:
    problem = Problem.from_plain(Problem(ProblemCode.DATE, "x").as_plain())
    assert (problem.line, problem.path) == (None, None)


def test_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no_such_code"):
        Problem.from_plain(("no_such_code", "x", None, None))
