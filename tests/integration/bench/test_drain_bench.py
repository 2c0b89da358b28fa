"""Draining, measured against the engine alone."""

from ombud.bench.drain import bench_drain


def test_a_real_model_is_put_beside_its_engine_alone() -> None:
    found = bench_drain(waiting=400, few=10, many=20, model="linear")
    assert found.model == "linear"
    assert found.engine_alone_per_second > 0
    assert found.ratio_to_engine == round(found.worker_per_second / found.engine_alone_per_second, 3)
