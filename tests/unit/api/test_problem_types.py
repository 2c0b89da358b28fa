"""The catalogue of problems."""

import pytest

from ombud.domain.errors import FieldError, ModelError, UnavailableError
from ombud_api.problem_types import PROBLEM_TYPES, ProblemType
from ombud_api.problems import MOST_FIELD_ERRORS, Problem, as_problem, validation_problem
from ombud_api.v1.operations import OPERATIONS


@pytest.mark.parametrize("kind", PROBLEM_TYPES.values(), ids=PROBLEM_TYPES)
def test_every_problem_has_a_title_and_whole_sentences(kind: ProblemType) -> None:
    assert kind.title[0].isupper()
    assert not kind.title.endswith(".")
    assert kind.meaning.endswith(".")
    assert kind.remedy.endswith(".")
    assert kind.status >= 400


def test_titles_are_told_apart() -> None:
    assert len({kind.title for kind in PROBLEM_TYPES.values()}) == len(PROBLEM_TYPES)


def test_problems_of_operations_are_in_the_catalogue() -> None:
    assert {code for one in OPERATIONS for code in one.all_problems} <= PROBLEM_TYPES.keys()


@pytest.mark.parametrize(
    ("error", "code", "headers"),
    [
        (UnavailableError("Away.", retry_after=7), "unavailable", {"Retry-After": "7"}),
        (ModelError("Missing."), "model", {}),
        (Problem("erased", "Gone."), "erased", {}),
    ],
)
def test_domain_errors_find_their_place_in_http(error: Problem, code: str, headers: dict[str, str]) -> None:
    problem = as_problem(error)
    assert (problem.code, problem.headers) == (code, headers)


def test_the_detail_is_a_sentence_about_the_first_field() -> None:
    assert str(validation_problem([FieldError("/text", "is missing")])) == "/text is missing."
    many = validation_problem([FieldError(f"/{number}", "is missing") for number in range(70)])
    assert str(many) == "/0 is missing (and 69 more)."
    assert len(many.errors) == MOST_FIELD_ERRORS
