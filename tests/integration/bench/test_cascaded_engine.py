"""A model behind its screen, as an engine to be measured."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ombud.bench.cascaded_engine import CascadedEngine
from ombud.bench.engine_process import engine_process
from ombud.domain.errors import ModelError
from ombud.domain.scores import TextScores
from ombud.scoring.cascade import SCREEN, Heads, Measured, ScreenFit
from ombud.scoring.models.catalogue import LINEAR, load_engine

TEXTS = ["You are an idiot.", "Thank you for the report."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model with a screen: the linear one behind itself, spared where its log-odds of toxicity are below -1.5."""
    folder = tmp_path / "full"
    shutil.copytree(LINEAR, folder)
    heads = Heads.load(LINEAR)
    weights = dict.fromkeys(heads.attributes, 0.0) | {"toxicity": 1.0}
    measured = Measured(100, 80, 50, 0, 0.0, 0.07)
    model = load_engine(str(folder)).identity
    fit = ScreenFit(model, heads.identity, weights, 0.0, -1.5, {}, 0.005, measured)
    (folder / SCREEN).write_bytes(fit.as_json())
    return folder


def test_only_what_the_screen_does_not_spare_reaches_the_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = CascadedEngine.load(str(folder), threads=1)
    reached: list[str] = []
    whole = engine._engine.score

    def noted(texts: Sequence[str]) -> list[TextScores]:
        reached.extend(texts)
        return whole(texts)

    monkeypatch.setattr(engine._engine, "score", noted)
    rude, kind = engine.score(TEXTS)
    assert reached == TEXTS[:1]
    assert rude.scores["toxicity"] > 0.5 > kind.scores["toxicity"]


def test_it_is_measured_like_any_other(folder: Path) -> None:
    with engine_process(f"cascade:{folder}", threads=1) as process:
        assert process.identity == load_engine(str(folder)).identity
        assert process.per_second(TEXTS) > 0


def test_a_model_without_a_screen_is_told() -> None:
    with pytest.raises(ModelError, match="'linear' has no screen"):
        CascadedEngine.load("linear", threads=1)
