"""Engines side by side: on the same comments, in one run, taking turns."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from ombud.bench.engine_child import CASCADE
from ombud.bench.engine_process import EngineProcess, engine_process
from ombud.domain.errors import ModelError
from ombud.scoring.cascade import SCREEN
from ombud.scoring.models.catalogue import REFERENCE, catalogue, fetched, model_folder

_TURN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """One engine. Comments a second are of whole batches as a worker makes them; the rounds', and their median.

    `single_*` are milliseconds for a text by itself. `memory_mb` is the proportional set size of a fresh process that
    has loaded the engine and scored a batch, None where the system does not tell. `ratios` says, for each other
    engine, how many times as fast this one is: the median over the rounds.
    """

    engine: str
    model: str
    version: str
    load_seconds: float
    memory_mb: float | None
    per_round: list[float]
    per_second: float
    single_p50_ms: float
    single_p99_ms: float
    ratios: dict[str, float]


@dataclass(frozen=True, slots=True)
class ScoringFigures:
    """All engines of one run. `mean_length` is the mean number of code points of a comment."""

    source: str
    comments: int
    mean_length: float
    rounds: int
    threads: int
    engines: list[EngineFigures]


@dataclass(slots=True)
class _Contender:
    engine: str
    process: EngineProcess
    load_seconds: float
    memory: int | None
    rates: list[float] = field(default_factory=list)
    singles: list[float] = field(default_factory=list)


def bench_scoring(
    engines: Sequence[str], texts: Sequence[str], source: str, *, rounds: int, threads: int
) -> ScoringFigures:
    """Measure engines on `texts`, an equal share of them in each round.

    Each engine has a process of its own. Loading time and memory are taken first, with no other engine there, since
    processes share what they have in common; then all take turns, each round in the opposite order of the one before.
    `ModelError` where one cannot be loaded.
    """
    slices = [texts[start::rounds] for start in range(rounds)]
    with ExitStack() as stack:
        models = {engine: stack.enter_context(_model(engine, texts)) for engine in dict.fromkeys(engines)}
        fresh = {engine: _fresh(model, slices[0], threads) for engine, model in models.items()}
        contenders = [
            _Contender(engine, stack.enter_context(engine_process(model, threads)), *fresh[engine])
            for engine, model in models.items()
        ]
        _take_turns(contenders, slices)
    return ScoringFigures(
        source=source,
        comments=len(texts),
        mean_length=round(fmean(map(len, texts)), 1),
        rounds=rounds,
        threads=threads,
        engines=[_figures(one, contenders) for one in contenders],
    )


def engines_here(default: str) -> list[str]:
    """List what can be compared here: the default engine, every model that ships or was fetched, and Detoxify itself.

    A model that has a screen is there a second time, behind it; Detoxify only where it is installed.
    """
    models = [manifest.name for manifest in (*catalogue(), *fetched())]
    screened = [f"{CASCADE}{name}" for name in models if (model_folder(name) / SCREEN).is_file()]
    reference = [REFERENCE] if all(map(find_spec, ("torch", "detoxify", "onnx"))) else []
    return list(dict.fromkeys([default, *models, *screened, *reference]))


@contextmanager
def _model(engine: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the name under which an engine can be loaded.

    `reference` is `Detoxify.predict`, one by one, at BERT-base size with random weights: made first, removed again.
    """
    if engine != REFERENCE:
        yield engine
        return
    with TemporaryDirectory(prefix="ombud-bench-") as place:
        _make_reference(Path(place), texts)
        yield f"{REFERENCE}:{place}"


def _make_reference(folder: Path, texts: Sequence[str]) -> None:
    from ombud.scoring.conversion.random_detoxify import random_detoxify

    # In a process of its own: torch in this one would share its memory with the one that is measured.
    maker = multiprocessing.get_context("spawn").Process(target=random_detoxify, args=(folder, "base", texts))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise ModelError("The engine 'reference' could not be made. It needs torch and detoxify: see ombud[detoxify].")


def _fresh(model: str, texts: Sequence[str], threads: int) -> tuple[float, int | None]:
    with engine_process(model, threads) as process:
        process.per_second(texts)
        return process.load_seconds, process.memory()


def _take_turns(contenders: Sequence[_Contender], slices: Sequence[Sequence[str]]) -> None:
    for one in contenders:
        one.process.per_second(slices[-1][:4])  # warms it
    for number, texts in enumerate(slices):
        for one in contenders if number % 2 == 0 else reversed(contenders):
            one.rates.append(one.process.per_second(texts, _TURN_SECONDS))
            one.singles += one.process.seconds_each(texts)


def _figures(one: _Contender, contenders: Sequence[_Contender]) -> EngineFigures:
    return EngineFigures(
        engine=one.engine,
        model=one.process.identity.name,
        version=one.process.identity.version,
        load_seconds=round(one.load_seconds, 2),
        memory_mb=None if one.memory is None else round(one.memory / 1e6, 1),
        per_round=[round(rate, 1) for rate in one.rates],
        per_second=round(median(one.rates), 1),
        single_p50_ms=round(_percentile(one.singles, 0.5) * 1000, 2),
        single_p99_ms=round(_percentile(one.singles, 0.99) * 1000, 2),
        ratios={other.engine: _ratio(one, other) for other in contenders if other is not one},
    )


def _ratio(one: _Contender, other: _Contender) -> float:
    return round(median(ours / theirs for ours, theirs in zip(one.rates, other.rates, strict=True)), 3)


def _percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
