"""How many comments the API accepts, against a bare endpoint that inserts one row: same servers, same run."""

from dataclasses import dataclass
from statistics import median

import orjson

from ombud.bench.comments import body
from ombud.bench.http_load import Load, post_request, run_load
from ombud.bench.stack import Stack, bench_stack

CONNECTIONS = 16
BARE_ENDPOINT = "ombud_api.bench.bare_insert"


@dataclass(frozen=True, slots=True)
class IngestFigures:
    """Accepted comments a second, of both; the median ratio over the rounds; answer times at half of that load."""

    rounds: int
    requests_per_round: int
    ours_per_second: list[float]
    bare_per_second: list[float]
    ratio_median: float
    half_load_per_second: float
    half_load_p50_ms: float
    half_load_p99_ms: float
    refused: int


def bench_ingest(rounds: int = 5, requests: int = 2000) -> IngestFigures:
    """Load both in turn, workers stopped; then ours at half of what it bore."""
    ours: list[float] = []
    bare: list[float] = []
    refused = 0
    with bench_stack("deterministic") as stack, stack.serving("ombud", "api") as ours_url:
        with stack.serving(BARE_ENDPOINT) as bare_url:
            _load(stack, ours_url, "/v1/comments", 10_000_000, requests // 4)
            _load(stack, bare_url, "/insert", 10_000_000, requests // 4)
            for number in range(rounds):
                for url, path, figures in ((ours_url, "/v1/comments", ours), (bare_url, "/insert", bare)):
                    load = _load(stack, url, path, number * requests, requests)
                    refused += sum(count for status, count in load.statuses.items() if status != 202)
                    figures.append(round(load.per_second, 1))
        half = median(ours) / 2
        calm = _load(stack, ours_url, "/v1/comments", 20_000_000, int(half * 10), rate=half)
    return IngestFigures(
        rounds=rounds,
        requests_per_round=requests,
        ours_per_second=ours,
        bare_per_second=bare,
        ratio_median=round(median(a / b for a, b in zip(ours, bare, strict=True)), 3),
        half_load_per_second=round(half, 1),
        half_load_p50_ms=round(calm.percentile(0.5), 2),
        half_load_p99_ms=round(calm.percentile(0.99), 2),
        refused=refused,
    )


def _load(stack: Stack, url: str, path: str, first: int, requests: int, *, rate: float | None = None) -> Load:
    headers = {"Authorization": f"Bearer {stack.site_key}"}
    prepared = [post_request(url, path, orjson.dumps(body(first + number)), headers) for number in range(requests)]
    return run_load(url, prepared.__getitem__, connections=CONNECTIONS, requests=requests, rate=rate)
