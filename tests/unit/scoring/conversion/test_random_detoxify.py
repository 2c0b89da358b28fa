"""A Detoxify with random weights."""

from pathlib import Path

import pytest

TEXTS = ("you are an idiot", "what a lovely day, thank you")


@pytest.mark.needs_torch
def test_the_library_loads_and_runs_it_without_a_network(tmp_path: Path) -> None:
    pytest.importorskip("detoxify", reason="detoxify is not installed: nothing was loaded with it.")
    from ombud.scoring.conversion.random_detoxify import random_detoxify
    from ombud.scoring.reference import ReferenceEngine

    random_detoxify(tmp_path, "tiny", TEXTS)
    engine = ReferenceEngine.load(tmp_path)
    first, second = engine.score(TEXTS)
    assert len(engine.attributes) == 6
    assert all(0 < score < 1 for score in first.scores.values())
    assert first.scores != second.scores
