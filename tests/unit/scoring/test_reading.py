"""The engine that reads a text through all of its views, over a scorer that counts words."""

from collections.abc import Sequence

from ombud.domain.scores import ModelIdentity
from ombud.scoring.reading import ReadingEngine
from ombud.scoring.scorer import StringScores

LONGEST = 40


class WordScorer:
    """Knows `calm`, `rude`, `vile` and the words given; reads `LONGEST` code points, and keeps what it was given."""

    identity = ModelIdentity("words", "1")
    attributes = ("toxicity", "insult")
    languages = None

    def __init__(self, words: Sequence[str] = ()) -> None:
        self.batches: list[list[str]] = []
        self._known = {"calm", "rude", "vile", *words}

    def score_strings(self, texts: Sequence[str]) -> list[StringScores]:
        self.batches.append(list(texts))
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> StringScores:
        words = text.lower().split()
        unknown = [word for word in words if word not in self._known]
        at = text.lower().find("rude")
        return StringScores(
            scores={"toxicity": 0.9 if at >= 0 else 0.1, "insult": 0.8 if "vile" in words else 0.2},
            spans={"toxicity": ((at, at + 4),)} if at >= 0 else {},
            windows={"toxicity": (at, len(text)), "insult": (0, at)} if at > 0 else {},
            unknown=len(unknown) / len(words) if words else 0.0,
            whole=len(text) <= LONGEST,
        )


def test_a_batch_reaches_the_scorer_as_one_list_sorted_by_length() -> None:
    scorer = WordScorer()
    results = ReadingEngine(scorer).score(["calm calm calm", "rude", "calm calm"])
    assert scorer.batches == [["rude", "calm calm", "calm calm calm"]]
    assert [result.scores["toxicity"] for result in results] == [0.1, 0.9, 0.1]


def test_no_texts_need_no_scorer() -> None:
    scorer = WordScorer()
    assert ReadingEngine(scorer).score([]) == []
    assert scorer.batches == []


def test_a_plain_text_is_read_raw_with_its_spans_and_its_window() -> None:
    (result,) = ReadingEngine(WordScorer()).score(["calm rude calm"])
    assert set(result.views.values()) == {"raw"}
    assert result.spans == {"toxicity": ((5, 9),)}
    assert result.windows == {"toxicity": (5, 14), "insult": (0, 5)}
    assert result.unread is None


def test_a_text_of_words_that_the_model_does_not_know_is_unread() -> None:
    known, unknown = ReadingEngine(WordScorer()).score(["calm calm calm other", "calm other another"])
    assert known.unread is None
    assert unknown.unread == "The model does not know 67% of the text's words, too many to judge it."


def test_a_text_that_is_not_read_to_its_end_is_unread() -> None:
    (result,) = ReadingEngine(WordScorer()).score(["calm " * LONGEST])
    assert result.unread == "The text is too long for the model to read it to its end."


def test_a_text_of_spaces_is_unread() -> None:
    (result,) = ReadingEngine(WordScorer()).score([" \n\t "])
    assert result.unread is not None
    assert result.unread.startswith("The text is empty")


def test_a_disguised_word_is_scored_in_its_view_and_shown_in_the_raw_text() -> None:
    (result,) = ReadingEngine(WordScorer()).score(["calm r\u200bude calm"])
    assert result.views == {"toxicity": "normalised", "insult": "raw"}
    assert result.spans == {"toxicity": ((5, 10),)}
    assert result.windows["toxicity"] == (5, 15)


def test_a_view_that_scores_no_higher_than_the_raw_text_is_not_named() -> None:
    (result,) = ReadingEngine(WordScorer()).score(["rude calm y\u200bes calm calm"])
    assert result.views["toxicity"] == "raw"


def test_emoji_that_the_model_does_not_know_are_read_by_their_names() -> None:
    (result,) = ReadingEngine(WordScorer(("clown", "face"))).score(["\U0001f921\U0001f921"])
    assert result.unread is None


def test_a_text_whose_plainest_view_is_too_long_is_unread() -> None:
    engine = ReadingEngine(WordScorer(("clown", "face")))
    assert engine.score(["calm " * 7 + "\U0001f921"])[0].unread is not None


def test_without_views_only_the_raw_text_is_read() -> None:
    (result,) = ReadingEngine(WordScorer()).without_views().score(["r\u200bude"])
    assert result.scores["toxicity"] == 0.1
