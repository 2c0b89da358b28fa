"""Input that is made to break an engine: each gets scores or a named hold, and its batch-mates never notice."""

import math

import pytest

from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine

N = 10_000
MATES = ["You are a complete idiot and everybody knows it.", "The council voted on the new budget on Tuesday."]

EMPTY = {
    "spaces": " \n\t" * 10,
    "zero width": "\u200b\u200d\ufeff",
    "controls": "\x01\x02\x1f\x7f",
    "overrides": "\u202e\u202c",
    "soft hyphens": "\u00ad" * N,
    "fillers": "\u3164\u115f\u00a0",
}

BAD = {
    "only emoji": "🤡🖕🏽👨‍👩‍👧‍👦" * 20,
    "ten thousand emoji": "😂" * N,
    "flags": "🇩🇪🇫🇷" * (N // 4),
    "combining marks": "\u0327\u0301" * (N // 2),
    "zalgo": ("i" + "\u0335\u0327\u0301\u0316\u0489" * 6) * (N // 31),
    "no space": "x" * N,
    "no space but letters": "abcdefghij" * (N // 10),
    "Arabic": "أنت أحمق ولا تفهم شيئا " * 400,
    "Chinese": "你是个白痴" * (N // 5),
    "Thai": "คุณเป็นคนโง่" * 800,
    "Devanagari": "तुम मूर्ख हो " * 700,
    "HTML": "<script>alert('x')</script><b onclick=x>&lt;&#105;diot&gt;</b>" * 150,
    "tokenizer bomb of punctuation": "!@#$%^&*()" * (N // 10),
    "tokenizer bomb of letters": "a!" * (N // 2),
    "tokenizer bomb of rare characters": "".join(chr(0x4E00 + at) for at in range(N)),
    "unassigned": "\U0001ffff\u0378" * (N // 2),
    "private use": "\ue000\uf8ff" * (N // 2),
    "ligatures": "\ufdfa" * N,
    "fractions": "⅒" * N,
    "replacement characters": "\ufffd" * N,
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine("linear")


@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY.keys())
def test_a_text_of_nothing_that_can_be_seen_is_unread(engine: Engine, text: str) -> None:
    (result,) = engine.score([text])
    assert result.unread is not None
    assert result.unread.startswith("The text is empty")


@pytest.mark.parametrize("text", [*EMPTY.values(), *BAD.values()], ids=[*EMPTY.keys(), *BAD.keys()])
def test_a_bad_text_gets_scores_and_leaves_its_batch_mates_alone(engine: Engine, text: str) -> None:
    first, bad, last = engine.score([MATES[0], text, MATES[1]])
    assert [first, last] == engine.score(MATES)
    assert set(bad.scores) == set(ATTRIBUTES)
    assert all(math.isfinite(score) and 0 <= score <= 1 for score in bad.scores.values())
    assert all(0 <= begin <= end <= len(text) for spans in bad.spans.values() for begin, end in spans)
    assert all(0 <= begin <= end <= len(text) for begin, end in bad.windows.values())


@pytest.mark.parametrize(
    "disguise",
    ["{}", "🤡 {}", "{}\u0301\u0327", "\u202e\u202c{}", "x" * 9_000 + " {}", "漢" * 5_000 + " {}", "<b>{}</b>"],
    ids=["plain", "emoji", "marks", "override", "long word", "other script", "HTML"],
)
def test_an_insult_beside_bad_input_is_still_found(engine: Engine, disguise: str) -> None:
    (result,) = engine.score([disguise.format("Shut up, you pathetic moron.")])
    assert result.scores["toxicity"] > 0.6
