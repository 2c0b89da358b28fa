import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="scipy is not installed: training was not tried.")

from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.training.transformer.blend import BLENDED, EVIDENCE, HEADS, Floats, fit_blend
from ombud.scoring.training.transformer.meanings import FILES, MEANINGS
from tests.unit.scoring.training.transformer.corpora import small_corpus

TOXICITY = MEANINGS.index("wikipedia.toxicity")


def test_every_attribute_has_heads_and_evidence_that_there_are() -> None:
    assert set(HEADS) == set(ATTRIBUTES) == {one.attribute for one in EVIDENCE}
    assert {head for heads in HEADS.values() for head in heads} <= set(BLENDED)
    trained = {one.source.removeprefix("train/") for one in EVIDENCE if one.source.startswith("train/")}
    assert trained <= set(FILES)


def test_it_trusts_the_head_that_knows_and_none_negatively(tmp_path: Path) -> None:
    corpus = small_corpus(2000)
    rude = {text: bool(tokens[tokens == 7].size) for text, tokens in zip(corpus.texts, corpus.tokens, strict=True)}
    (tmp_path / "tune").mkdir()
    with (tmp_path / "tune" / "fox_news.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("text", "hateful"), *((f"{n} {int(n % 2)}", n % 2) for n in range(200))])
    random = np.random.default_rng(0)

    def logits(texts: Sequence[str]) -> Floats:
        """Wikipedia's head knows, that of insults says the opposite, the others guess."""
        found = random.normal(size=(len(texts), len(BLENDED)))
        sure = np.array([4.0 if rude.get(text, text.endswith(" 1")) else -4.0 for text in texts])
        found[:, TOXICITY] = sure + random.normal(size=len(texts))
        found[:, MEANINGS.index("wikipedia.insult")] = -sure
        return found

    blend = fit_blend(corpus, tmp_path, logits)
    toxicity = blend.weights[:, ATTRIBUTES.index("toxicity")]
    assert (blend.weights >= 0).all()
    assert toxicity.argmax() == TOXICITY
    assert toxicity[MEANINGS.index("wikipedia.insult")] == 0
