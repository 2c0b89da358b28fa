"""Detoxify's names and ours."""

from ombud.scoring.conversion.labels import outputs_by_attribute


def test_outputs_come_in_our_order_whatever_theirs() -> None:
    classes = ("toxicity", "severe_toxicity", "obscene", "identity_attack", "insult", "threat", "sexual_explicit")
    assert dict(outputs_by_attribute(classes)) == {
        "toxicity": 0,
        "severe_toxicity": 1,
        "obscene": 2,
        "threat": 5,
        "insult": 4,
        "identity_attack": 3,
        "sexual_explicit": 6,
    }


def test_the_older_names_are_known_and_strange_ones_left_out() -> None:
    assert list(outputs_by_attribute(("toxic", "male", "identity_hate"))) == ["toxicity", "identity_attack"]
