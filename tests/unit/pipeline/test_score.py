from collections.abc import Sequence

from ombud.domain.scores import ModelIdentity, TextScores
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
