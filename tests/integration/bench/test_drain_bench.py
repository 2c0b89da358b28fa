"""Draining, measured against the engine alone."""

import pytest

from ombud.bench.drain import bench_drain
from ombud.domain.errors import CallerError


def test_a_real_model_is_put_beside_its_engine_alone() -> None:
    found = bench_drain(waiting=400, few=20, many=500, model="linear")
    assert found.model == "linear"
    assert found.engine_alone_per_second > 0
    assert found.ratio_to_engine == round(found.worker_per_second / found.engine_alone_per_second, 3)


def test_a_backlog_that_runs_out_is_told_instead_of_waited_for() -> None:
    with pytest.raises(CallerError, match="well over five times the small one"):
        bench_drain(waiting=400, few=20, many=20, model="deterministic")
