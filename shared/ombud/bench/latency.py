"""From POST to decision on an idle service, as the caller sees it with `Prefer: wait`."""

from dataclasses import dataclass

import orjson

from ombud.bench.comments import body
from ombud.bench.http_load import post_request, run_load
from ombud.bench.stack import bench_stack

GAP_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class LatencyFigures:
    """Milliseconds from sending the POST to holding its decision."""

    requests: int
    model: str
    p50_ms: float
    p90_ms: float
    p99_ms: float
    undecided: int


def bench_latency(requests: int = 300, model: str = "linear") -> LatencyFigures:
    """Post one comment after the other, with pauses."""
    with (
        bench_stack(model) as stack,
        stack.serving("ombud", "api", path="/readyz") as url,
        stack.running("ombud", "worker"),
        stack.running("ombud", "scheduler"),
    ):
        headers = {"Authorization": f"Bearer {stack.site_key}", "Prefer": "wait=10"}

        def requests_from(first: int, count: int) -> list[bytes]:
            bodies = (orjson.dumps(body(first + number)) for number in range(count))
            return [post_request(url, "/v1/comments", one, headers) for one in bodies]

        warming = requests_from(1_000_000, 40)
        run_load(url, warming.__getitem__, connections=4, requests=len(warming))
        prepared = requests_from(0, requests)
        calm = run_load(url, prepared.__getitem__, connections=1, requests=requests, rate=1 / GAP_SECONDS)
    return LatencyFigures(
        requests=requests,
        model=model,
        p50_ms=round(calm.percentile(0.5), 1),
        p90_ms=round(calm.percentile(0.9), 1),
        p99_ms=round(calm.percentile(0.99), 1),
        undecided=sum(count for status, count in calm.statuses.items() if status != 200),
    )
