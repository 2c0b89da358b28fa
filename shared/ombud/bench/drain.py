"""How fast waiting comments are decided: by a real worker, against its engine alone, and with how many waiting."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean, median
from time import monotonic, perf_counter, sleep

from sqlalchemy import text

from ombud.bench.comments import submission
from ombud.bench.comments import text as comment_text
from ombud.bench.engine_process import engine_process
from ombud.bench.stack import Stack, bench_stack
from ombud.domain.errors import CallerError
from ombud.domain.jobs import Lane
from ombud.messaging.broker import publisher
from ombud.messaging.doorbell import ring_now
from ombud.pipeline.accept import accept
from ombud.pipeline.moderate import Moderator
from ombud.scoring.models.catalogue import load_engine
from ombud.settings import load_settings

PER_TRANSACTION = 500
LONGEST_SECONDS = 600.0
ALONE_TEXTS = 1000
ALONE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class DrainFigures:
    """Decisions a second: of a worker on `waiting` comments, and in this process with few and with many waiting.

    `engine_alone_per_second` is how many such texts the engine scores in as many processes as the worker has, with no
    queue and no database; `ratio_to_engine` is what the worker reaches of it.
    """

    model: str
    waiting: int
    worker_per_second: float
    engine_alone_per_second: float
    ratio_to_engine: float
    few_waiting: int
    many_waiting: int
    few_per_second: list[float]
    many_per_second: list[float]
    ratio_median: float


def bench_drain(
    waiting: int = 10_000, few: int = 2000, many: int = 200_000, model: str = "deterministic"
) -> DrainFigures:
    """Fill the queue and let it be drained."""
    with bench_stack(model) as stack:
        before = _engine_alone(model, waiting)
        by_worker = _drain_by_worker(stack, waiting)
        alone = fmean((before, _engine_alone(model, waiting)))
    few_rates: list[float] = []
    many_rates: list[float] = []
    with bench_stack(model) as stack:
        _drain_here(stack, model, few)  # warms caches and plans
        few_rates += [_drain_here(stack, model, few) for _ in range(5)]
        _fill(stack, many, 10_000_000)
        _settle(stack)
        many_rates += [_drain_here(stack, model, few, fill=False) for _ in range(5)]
    ratio = median(many_rates) / median(few_rates)
    return DrainFigures(
        model=model,
        waiting=waiting,
        worker_per_second=by_worker,
        engine_alone_per_second=round(alone, 1),
        ratio_to_engine=round(by_worker / alone, 3),
        few_waiting=few,
        many_waiting=many,
        few_per_second=few_rates,
        many_per_second=many_rates,
        ratio_median=round(ratio, 3),
    )


def _engine_alone(model: str, waiting: int) -> float:
    """Score the first of the waiting texts in as many processes at once as a worker has; texts a second of them all."""
    texts = [comment_text(number) for number in range(min(waiting, ALONE_TEXTS))]
    count = load_settings().worker_processes
    with ExitStack() as stack:
        processes = [stack.enter_context(engine_process(model, threads=1)) for _ in range(count)]
        for number, process in enumerate(processes):
            process.begin(texts[number::count], ALONE_SECONDS)
        return sum(process.end() for process in processes)


def _drain_by_worker(stack: Stack, waiting: int) -> float:
    _fill(stack, waiting, 0)
    _settle(stack)
    with stack.running("ombud", "worker"):
        ring_now(publisher(stack.environment["OMBUD_REDIS_URL"]), Lane.LIVE)
        ring_now(publisher(stack.environment["OMBUD_REDIS_URL"]), Lane.LIVE)
        deadline = monotonic() + LONGEST_SECONDS
        while _waiting(stack) == waiting:
            _give_up_after(deadline)
            sleep(0.005)
        left, started = _waiting(stack), perf_counter()
        if not left:
            raise CallerError(f"{waiting} comments are one batch for this model: let more of them wait.")
        while _waiting(stack):
            _give_up_after(deadline)
            sleep(0.05)
        return round(left / (perf_counter() - started), 1)


def _drain_here(stack: Stack, model: str, count: int, *, fill: bool = True) -> float:
    if fill:
        _fill(stack, count, _waiting_from(stack))
    moderator = Moderator(stack.database, load_engine(model), [Lane.LIVE], timedelta(seconds=60))
    done = 0
    started = perf_counter()
    while done < count:
        batch = moderator.moderate_batch()
        if not batch:
            raise CallerError("The large backlog ran out. It must be well over five times the small one.")
        done += batch
    return round(done / (perf_counter() - started), 1)


def _fill(stack: Stack, count: int, first: int) -> None:
    for start in range(first, first + count, PER_TRANSACTION):
        size = min(PER_TRANSACTION, first + count - start)
        with stack.database.transaction() as connection:
            comments = [submission(start + number) for number in range(size)]
            accept(connection, stack.site, comments, lane=Lane.LIVE, is_test=False)


def _settle(stack: Stack) -> None:
    """Write out and analyse, as a database that runs for days has done."""
    with stack.database.statement() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))


def _waiting(stack: Stack) -> int:
    with stack.database.transaction() as connection:
        return int(connection.execute(text("SELECT count(*) FROM jobs")).scalar_one())


def _waiting_from(stack: Stack) -> int:
    with stack.database.transaction() as connection:
        return int(connection.execute(text("SELECT count(*) FROM comments")).scalar_one())


def _give_up_after(deadline: float) -> None:
    if monotonic() > deadline:
        raise TimeoutError(f"the queue was not drained in {LONGEST_SECONDS:.0f} s")
