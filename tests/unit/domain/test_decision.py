from itertools import product

from ombud.domain.decision import Actor, ActorKind, Reason, Verdict, strictest


def test_reject_is_over_hold_and_hold_over_approve() -> None:
    order = [Verdict.APPROVE, Verdict.HOLD, Verdict.REJECT]
    for one, other in product(order, order):
        assert strictest([one, other]) is max(one, other, key=order.index)


def test_no_verdict_at_all_means_approve() -> None:
    assert strictest([]) is Verdict.APPROVE


def test_a_reason_tells_only_what_it_has() -> None:
    reason = Reason("rule.many-links", "More than two links.", Verdict.HOLD, rule="many-links")
    assert reason.as_json() == {
        "code": "rule.many-links",
        "message": "More than two links.",
        "verdict": "hold",
        "rule": "many-links",
    }


def test_a_score_of_zero_is_told() -> None:
    reason = Reason("threshold.threat", "…", Verdict.HOLD, attribute="threat", score=0.0, threshold=0.0)
    assert (reason.as_json()["score"], reason.as_json()["threshold"]) == (0.0, 0.0)


def test_an_actor_without_an_id_is_its_kind() -> None:
    assert Actor(ActorKind.MACHINE).as_json() == {"kind": "machine"}
    assert Actor(ActorKind.SITE, "desk@example.com").as_json() == {"kind": "site", "id": "desk@example.com"}
