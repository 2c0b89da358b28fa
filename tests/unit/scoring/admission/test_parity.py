"""Two models on the same texts."""

import math
from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.domain.scores import TextScores
from ombud.scoring.admission.parity import (
    REFERENCE_SCORES,
    Bands,
    Expected,
    compare,
    read_expected,
    require_parity,
    write_expected,
)

BANDS: Bands = {"toxicity": (0.6, 0.95), "threat": (0.4, None)}
EXPECTED = Expected(("a", "b"), ({"toxicity": 0.595, "threat": 0.1}, {"toxicity": 0.96, "threat": 0.2}))


def scored(*rows: tuple[float, float]) -> list[TextScores]:
    return [TextScores({"toxicity": toxicity, "threat": threat}) for toxicity, threat in rows]


def test_equal_scores_are_let_in() -> None:
    parity = compare(EXPECTED, scored((0.595, 0.1), (0.96, 0.2)), BANDS)
    assert (parity.texts, parity.largest, parity.changed) == (2, 0.0, ())
    require_parity("m", parity)


def test_a_difference_of_more_than_a_hundredth_is_refused() -> None:
    parity = compare(EXPECTED, scored((0.595, 0.1105), (0.96, 0.2)), BANDS)
    with pytest.raises(ModelError, match=r"'m' is not admitted: its scores differ from Detoxify's by up to 0\.0105"):
        require_parity("m", parity)


@pytest.mark.parametrize(("toxicity", "text"), [(0.6, "a"), (0.596, None)])
def test_a_changed_verdict_is_refused_however_small_the_difference(toxicity: float, text: str | None) -> None:
    parity = compare(EXPECTED, scored((toxicity, 0.1), (0.96, 0.2)), BANDS)
    assert parity.changed == ((text,) if text else ())
    if text:
        with pytest.raises(ModelError, match="for 1 of 2 texts the verdict is not the one"):
            require_parity("m", parity)


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_a_score_that_is_no_number_is_refused(broken: float) -> None:
    parity = compare(EXPECTED, scored((broken, 0.1), (0.96, 0.2)), {})
    with pytest.raises(ModelError, match="not admitted"):
        require_parity("m", parity)


def test_an_attribute_that_is_not_given_is_refused() -> None:
    parity = compare(EXPECTED, [TextScores({"toxicity": 0.595}), TextScores({"toxicity": 0.96})], {})
    with pytest.raises(ModelError, match="not admitted"):
        require_parity("m", parity)


def test_expected_scores_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_expected(tmp_path, EXPECTED)
    assert read_expected(tmp_path, ("toxicity", "threat")) == EXPECTED


@pytest.mark.parametrize(
    "content", ["", "{}", '{"texts": [], "scores": []}', '{"texts": ["a"], "scores": [{"toxicity": 1}]}']
)
def test_expected_scores_that_say_nothing_compare_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / REFERENCE_SCORES).write_text(content)
    with pytest.raises(ModelError, match=r"reference_scores\.json cannot be read"):
        read_expected(tmp_path, ("toxicity", "threat"))
