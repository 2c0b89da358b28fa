"""A text that kills whatever scores it is held for a person; those who shared its batch are decided as usual."""

from ombud.scoring.deterministic import KILLING
from tests.reliability.checker import check
from tests.reliability.stack import Stack
from tests.reliability.website import Website


def test_a_text_that_kills_the_scorer_is_held_and_its_batch_mates_are_decided(stack: Stack, site: Website) -> None:
    stack.worker.kill()  # so that all of them wait, and are claimed together
    before = [site.post(f"an innocent text {number}, score:toxicity=0.1")["id"] for number in range(5)]
    poison = site.post(f"{KILLING} or later")["id"]
    after = [site.post(f"another innocent text {number}, score:toxicity=0.97")["id"] for number in range(5)]
    stack.worker.start()
    assert stack.drain(site.site_id, 40)
    held = site.read(poison)
    assert held["status"] == "held"
    [reason] = held["decision"]["reasons"]
    assert reason["code"] == "attempts.exhausted"
    assert "3 times" in reason["message"]
    assert {site.read(one)["status"] for one in after} == {"rejected"}
    assert "attempts.exhausted" not in {
        reason["code"] for one in before + after for reason in site.read(one)["decision"]["reasons"]
    }
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found
