"""The translation to another scale: it never falls, and a threshold keeps its share of texts."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud.domain.errors import ModelError
from ombud.scoring.training.translation import fit
from ombud.scoring.translation import Translation, read_translation

RANDOM = np.random.default_rng(1)
OTHER = RANDOM.beta(0.7, 6, 8000)
OWN = np.clip(OTHER**2 + RANDOM.normal(0, 0.01, 8000), 0, 1)
FITTED = fit(list(OWN), list(OTHER))


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_score_never_gets_the_lower_translation(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= FITTED.translate(low) <= FITTED.translate(high) <= 1


@pytest.mark.parametrize("threshold", [0.1, 0.2, 0.3, 0.4])
def test_an_old_threshold_holds_about_the_same_share_of_texts(threshold: float) -> None:
    before = float(np.mean(threshold < OTHER))
    after = float(np.mean([FITTED.translate(float(score)) > threshold for score in OWN]))
    assert after == pytest.approx(before, rel=0.15)


def test_the_interval_holds_the_estimate_and_is_wider_where_texts_are_few() -> None:
    inner = zip(FITTED.low, FITTED.translated, FITTED.high, strict=True)
    assert all(low - 0.01 <= middle <= high + 0.01 for low, middle, high in inner)
    widths = [high - low for low, high in zip(FITTED.low, FITTED.high, strict=True)][1:-1]
    assert widths[-1] > 2 * widths[len(widths) // 2]


def test_a_translation_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(FITTED.as_json())
    assert read_translation(tmp_path / "p.json") == FITTED


@pytest.mark.parametrize("translated", [(0.0, 0.7, 0.6), (0.0, 1.0)])
def test_a_translation_that_falls_or_has_gaps_is_refused(tmp_path: Path, translated: tuple[float, ...]) -> None:
    wrong = Translation("toxicity", "x", 3, (0.0, 0.5, 1.0), translated, (0.0, 0.0, 1.0), (0.0, 1.0, 1.0))
    (tmp_path / "p.json").write_text(wrong.as_json())
    with pytest.raises(ModelError, match=r"p\.json cannot be read as a translation"):
        read_translation(tmp_path / "p.json")
