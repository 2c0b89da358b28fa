"""What a worker process has of a cascade: nothing, unless its model has a screen that fits."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity
from ombud.scoring.cascade import SCREEN, Heads, Measured, ScreenFit
from ombud.scoring.models.catalogue import LINEAR, load_engine
from ombud.scoring.training.screen import write_screen
from ombud_worker.process import load_cascade

SECRET = b"a secret of thirty-two bytes ..."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model with a screen; it is the linear one, which is quick to load."""
    folder = tmp_path / "full"
    shutil.copytree(LINEAR, folder)
    write_screen(folder, fit(load_engine(str(folder)).identity))
    return folder


def fit(model: ModelIdentity) -> ScreenFit:
    heads = Heads.load(LINEAR)
    weights = dict.fromkeys(heads.attributes, 1.0)
    return ScreenFit(model, heads.identity, weights, 0.0, 0.0, {}, 0.005, Measured(100, 80, 50, 0, 0.0, 0.07))


def test_a_model_with_a_screen_gives_a_cascade(folder: Path) -> None:
    cascade = load_cascade(str(folder), load_engine(str(folder)), SECRET)
    assert cascade is not None
    assert cascade.secret == SECRET


def test_a_model_without_one_or_that_cannot_load_gives_none(folder: Path) -> None:
    assert load_cascade("deterministic", load_engine("deterministic"), SECRET) is None
    assert load_cascade(str(folder), ModelError("The file weights.npz is missing."), SECRET) is None


def test_a_screen_of_another_version_is_told_and_left_alone(folder: Path) -> None:
    engine = load_engine(str(folder))
    (folder / SCREEN).write_bytes(fit(replace(engine.identity, version="older")).as_json())
    assert load_cascade(str(folder), engine, SECRET) is None
