from collections.abc import Mapping, Sequence

from ombud.domain.scores import ModelIdentity, TextScores
from ombud.messaging.score_cache import ScoreCache
from ombud.pipeline.score import ScoringFailed, score


class FragileEngine:
    """Cannot bear a text with the word "killer", alone or in company."""

    identity = ModelIdentity("fragile", "1")
    attributes = ("toxicity",)
    languages = None

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        self.batches.append(list(texts))
        if any("killer" in text for text in texts):
            raise RuntimeError("boom")
        return [TextScores({"toxicity": len(text) / 100}) for text in texts]


def test_results_come_in_the_order_of_the_texts() -> None:
    texts = ["a" * 30, "a", "a" * 20]
    results = score(FragileEngine(), texts)
    assert [result.scores["toxicity"] for result in results if isinstance(result, TextScores)] == [0.3, 0.01, 0.2]


def test_a_batch_is_sorted_by_length() -> None:
    engine = FragileEngine()
    score(engine, ["a" * 30, "a", "a" * 20])
    assert engine.batches == [["a", "a" * 20, "a" * 30]]


def test_one_text_that_fails_takes_no_batch_mate_with_it() -> None:
    for place in range(4):
        texts = ["one", "two", "three"]
        texts.insert(place, "killer")
        results = score(FragileEngine(), texts)
        assert [isinstance(result, ScoringFailed) for result in results] == [text == "killer" for text in texts]


def test_no_texts_need_no_scoring() -> None:
    assert score(FragileEngine(), []) == []


class Notebook(ScoreCache):
    """A cache of this process's own."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], TextScores] = {}

    def recall(self, edition: str, texts: Sequence[str]) -> list[TextScores | None]:
        return [self.kept.get((edition, text)) for text in texts]

    def keep(self, edition: str, scored: Mapping[str, TextScores]) -> None:
        self.kept |= {(edition, text): scores for text, scores in scored.items()}


def test_with_a_cache_no_text_is_scored_twice_and_the_order_stays() -> None:
    engine, cache = FragileEngine(), Notebook()
    texts = ["a" * 30, "a", "a" * 20, "a"]
    first = score(engine, texts, cache)
    second = score(engine, [*texts, "aa"], cache)
    assert engine.batches == [["a", "a" * 20, "a" * 30], ["aa"]]
    assert first == score(FragileEngine(), texts)
    assert second[:4] == first


def test_where_all_is_known_the_engine_is_left_alone() -> None:
    engine, cache = FragileEngine(), Notebook()
    assert score(engine, ["a"], cache) == score(engine, ["a"], cache)
    assert score(engine, [], cache) == []
    assert len(engine.batches) == 1


def test_a_text_on_which_the_engine_failed_is_not_remembered() -> None:
    engine, cache = FragileEngine(), Notebook()
    for _ in range(2):
        known, failed = score(engine, ["one", "killer"], cache)
        assert isinstance(known, TextScores)
        assert isinstance(failed, ScoringFailed)
    assert engine.batches[-1] == ["killer"]


def test_texts_that_only_normalise_to_the_same_are_scored_each() -> None:
    engine, cache = FragileEngine(), Notebook()
    score(engine, ["Idiot", "idiot", "idi\u200bot"], cache)
    assert len(engine.batches[0]) == 3


def test_another_version_of_the_model_does_not_get_the_scores_of_this_one() -> None:
    cache, newer = Notebook(), FragileEngine()
    score(FragileEngine(), ["a"], cache)
    newer.identity = ModelIdentity("fragile", "2")
    score(newer, ["a"], cache)
    assert newer.batches == [["a"]]
