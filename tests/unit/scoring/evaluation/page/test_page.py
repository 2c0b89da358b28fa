"""The page about an evaluation."""

import re

import pytest

from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.evaluation import Evaluation, LabelledTexts, evaluate
from ombud.scoring.evaluation.page.page import evaluation_page

HOSTILE = '</style><script>alert("x")</script><img src=x onerror=alert(1)>'


def evaluation(groups: tuple[str, ...] = ()) -> Evaluation:
    texts = tuple(f"{number} score:identity_attack={number / 200}" for number in range(200))
    labels = tuple(int(number % 7 > 4 or number > 150) for number in range(200))
    labelled = LabelledTexts(texts, labels, groups, left_out=3)
    return evaluate(DeterministicEngine(), labelled, "identity_attack", bands={"hold": 0.5, "reject": 0.9})


def test_the_page_says_what_the_policys_thresholds_do() -> None:
    page = evaluation_page(evaluation(), "comments.csv")
    assert "How well deterministic recognises identity attack" in page
    assert "200 texts from <bdi>comments.csv</bdi>, 91 of them yes (46%)." in page
    assert "From 0.50 on, where the policy says hold, it flags 50% of the texts" in page
    assert "would not accept their text: 3." in page
    assert "By <bdi>" not in page


def test_nothing_that_a_user_named_can_become_markup() -> None:
    page = evaluation_page(evaluation((HOSTILE,) * 200), HOSTILE, HOSTILE)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;alert(") == 3
    assert page.count("</style>") == 1


def test_the_page_needs_nothing_from_anywhere() -> None:
    page = evaluation_page(evaluation(("sport", "world") * 100), "comments.csv", "section")
    assert not re.search(r"(?:src|href)=|url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_each_plot_is_named_and_marks_the_policys_thresholds() -> None:
    page = evaluation_page(evaluation(), "comments.csv")
    titles = re.findall(r"<svg[^>]*role=\"img\"[^>]*><title>([^<]+)", page)
    assert titles == ["Precision and recall at every threshold", "Share of yes over score"]
    assert re.search(r">hold 0\.50</text>", page)
    assert re.search(r">reject 0\.90</text>", page)


@pytest.mark.parametrize("yes", [1, 199])
def test_few_yes_or_few_no_still_make_a_page(yes: int) -> None:
    texts = tuple(f"{number} score:spam=0.1" for number in range(200))
    labels = tuple(int(number < yes) for number in range(200))
    found = evaluate(DeterministicEngine(), LabelledTexts(texts, labels), "spam", bands={"reject": 0.98})
    page = evaluation_page(found, "few.csv")
    assert "No text scores 0.98, where the policy says reject." in page
    assert ("may well be chance" in page) is (yes == 1)
