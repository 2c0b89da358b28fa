"""Webhook deliveries on loopback: how soon, how many a second, and what a receiver that hangs costs the others."""

from dataclasses import dataclass
from statistics import median, quantiles
from time import monotonic, perf_counter, process_time, sleep

import httpx2
import psutil

from ombud.bench.delivery_site import DeliverySite, delivery_site
from ombud.bench.loopback_receiver import arrivals
from ombud.storage.webhooks import Webhook

GAP_SECONDS = 0.1
ROUND_SECONDS = 6.0
WATCH_SECONDS = 20.0
BATCH = 4


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """`first_attempt` is from the decision to the request's arrival; a ratio of 1.1 is 10 % more."""

    first_attempt_p50_ms: float
    first_attempt_p99_ms: float
    deliveries: int
    per_second: float
    bare_loop_per_second: float
    ratio: float
    cpu_ms_per_delivery: float
    cpu_ms_per_bare_request: float
    p99_ms_alone: list[float]
    p99_ms_beside_a_hanging_receiver: list[float]
    ratio_of_p99_median: float


@dataclass(frozen=True, slots=True)
class _Throughput:
    """What was done, how fast, and what it cost the sending process: the last is the same on a busy machine."""

    requests: int
    per_second: float
    cpu_milliseconds: float


def bench_delivery(requests: int = 100, deliveries: int = 3000, rounds: int = 3) -> DeliveryFigures:
    """Deliver one by one, then a backlog, then steadily with and without a receiver that hangs."""
    with delivery_site() as site:
        site.open("/a")
        soon = _one_by_one(site, requests)
    with delivery_site(delivering=False) as site:
        backlog = _backlog(site, deliveries)
        bare = _bare_loop(site.url("/bare"))
    with delivery_site() as site:
        site.open("/a")
        other = site.open("/b")
        pairs = [_alone_and_beside(site, other) for _ in range(rounds)]
    return DeliveryFigures(
        first_attempt_p50_ms=round(median(soon), 1),
        first_attempt_p99_ms=_p99(soon),
        deliveries=backlog.requests,
        per_second=round(backlog.per_second, 1),
        bare_loop_per_second=round(bare.per_second, 1),
        ratio=round(backlog.per_second / bare.per_second, 2),
        cpu_ms_per_delivery=round(backlog.cpu_milliseconds, 2),
        cpu_ms_per_bare_request=round(bare.cpu_milliseconds, 2),
        p99_ms_alone=[alone for alone, _ in pairs],
        p99_ms_beside_a_hanging_receiver=[beside for _, beside in pairs],
        ratio_of_p99_median=round(median(beside / alone for alone, beside in pairs), 2),
    )


def _one_by_one(site: DeliverySite, requests: int) -> list[float]:
    for _ in range(requests):
        site.decide(1)
        sleep(GAP_SECONDS)
    return site.milliseconds(site.came("/a", requests))


def _alone_and_beside(site: DeliverySite, other: Webhook) -> tuple[float, float]:
    site.lead(other, "/b")
    alone = _steadily(site)
    site.lead(other, "/hang")
    return alone, _steadily(site)


def _steadily(site: DeliverySite) -> float:
    before = len(site.came("/a", 0))
    begun, decided = perf_counter(), 0
    while perf_counter() - begun < ROUND_SECONDS:
        site.decide(BATCH)
        decided += BATCH
        sleep(GAP_SECONDS)
    return _p99(site.milliseconds(site.came("/a", decided, before)))


def _backlog(site: DeliverySite, deliveries: int) -> _Throughput:
    """Let a deliverer work off what waits, for two endpoints of one receiver, and watch it for a while."""
    site.open("/a")
    site.open("/b")
    site.decide(deliveries // 2, ring=False)
    with site.stack.running("ombud", "worker", "--lanes", "deliver") as process:
        while not arrivals(site.log):
            sleep(0.05)
        cpu, deadline = psutil.Process(process.pid).cpu_times(), monotonic() + WATCH_SECONDS
        while len(arrivals(site.log)) < deliveries and monotonic() < deadline:
            sleep(0.2)
        used = psutil.Process(process.pid).cpu_times()
        came = arrivals(site.log)
    seconds = used.user + used.system - cpu.user - cpu.system
    return _Throughput(len(came), (len(came) - 1) / (came[-1].at - came[0].at), seconds * 1000 / len(came))


def _bare_loop(url: str) -> _Throughput:
    """POST bodies of the same size, one after the other, with nothing around it."""
    body = b'{"data": "' + b"x" * 900 + b'"}'
    with httpx2.Client(trust_env=False) as client:
        client.post(url, content=body)
        begun, cpu, requests = perf_counter(), process_time(), 0
        while perf_counter() - begun < ROUND_SECONDS:
            client.post(url, content=body)
            requests += 1
        seconds = perf_counter() - begun
        return _Throughput(requests, requests / seconds, (process_time() - cpu) * 1000 / requests)


def _p99(milliseconds: list[float]) -> float:
    return round(quantiles(milliseconds, n=100, method="inclusive")[98], 1)
