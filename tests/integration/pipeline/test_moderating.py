from collections.abc import Callable, Sequence

from ombud.domain.comment import Status
from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.pipeline.moderate import Moderator
from ombud.policy.starter import starter_policy
from ombud.storage.database import current_time
from ombud.storage.policies import activate_policy
from tests.integration.pipeline.conftest import Newsroom


def codes(newsroom: Newsroom, comment_id: object) -> list[str]:
    decision = newsroom.comment(comment_id).decision  # type: ignore[arg-type]
    assert decision is not None
    return [reason["code"] for reason in decision["reasons"]]


def test_a_comment_is_decided_with_its_scores_reasons_model_and_policy(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.7 and no more")
    assert newsroom.moderate() == 1
    comment = newsroom.comment(comment_id)
    assert comment.state.status is Status.HELD
    assert comment.decision is not None
    assert comment.decision["scores"]["toxicity"] == 0.7
    assert (comment.decision["model_name"], comment.decision["policy_version"]) == ("deterministic", 1)
    [reason] = comment.decision["reasons"]
    assert (reason["code"], reason["score"], reason["threshold"]) == ("threshold.toxicity", 0.7, 0.5)


def test_the_signals_are_stored_with_the_decision(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 see www.example.com")
    newsroom.moderate()
    [(signals, normaliser)] = newsroom.rows(
        "SELECT signals, normaliser_version FROM decisions WHERE comment_id = :id", id=comment_id
    )
    assert signals["links.count"] == 1
    assert signals["author.approved"] == 0
    assert normaliser


def test_a_first_comment_with_a_link_is_held_and_a_later_one_is_not(newsroom: Newsroom) -> None:
    author = {"author": {"id": "ann"}}
    first = newsroom.post("score:toxicity=0.1 see www.example.com", **author)
    newsroom.post("score:toxicity=0.1 no link", **author)
    newsroom.moderate()
    assert codes(newsroom, first) == ["rule.newcomer-with-link"]
    later = newsroom.post("score:toxicity=0.1 see www.example.com again", **author)
    newsroom.moderate()
    assert newsroom.comment(later).state.status is Status.APPROVED


def test_an_author_whose_record_the_site_told_is_no_newcomer(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 www.example.com", author={"id": "old", "approved_count": 40})
    newsroom.moderate()
    assert newsroom.comment(comment_id).state.status is Status.APPROVED


def test_the_same_text_again_is_held_and_the_first_is_not(newsroom: Newsroom) -> None:
    author = {"author": {"id": "bob"}}
    first = newsroom.post("score:toxicity=0.1 Vote for me", **author)
    second = newsroom.post("score:toxicity=0.1  vote FOR me", **author)
    newsroom.moderate()
    assert newsroom.comment(first).state.status is Status.APPROVED
    assert codes(newsroom, second) == ["rule.repeated-text"]


def test_the_fourth_comment_in_a_minute_is_held_and_the_third_is_not(newsroom: Newsroom) -> None:
    ids = [newsroom.post(f"score:toxicity=0.1 number {n}", author={"id": "cat"}) for n in range(4)]
    newsroom.moderate()
    assert [newsroom.comment(one).state.status for one in ids] == [Status.APPROVED] * 3 + [Status.HELD]


def test_a_model_that_cannot_load_means_hold_with_the_reason(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.0")
    moderator = newsroom.moderator()
    moderator.engine = ModelError("The file weights.npz is missing.")
    moderator.moderate_batch()
    assert newsroom.comment(comment_id).state.status is Status.HELD
    assert codes(newsroom, comment_id) == ["model.unavailable"]


class Failing:
    """Cannot bear the word killer."""

    identity = ModelIdentity("failing", "1")
    attributes = ("toxicity",)
    languages = None

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        if any("killer" in text for text in texts):
            raise ValueError("no")
        return [TextScores({"toxicity": 0.0}) for _ in texts]


def test_a_text_on_which_the_model_fails_is_held_and_its_batch_mates_are_decided(newsroom: Newsroom) -> None:
    ids = [one.comment.id for one in newsroom.accept("one", "killer", "three")]
    moderator: Moderator = newsroom.moderator()
    moderator.engine = Failing()
    assert moderator.moderate_batch() == 3
    assert [newsroom.comment(one).state.status for one in ids] == [Status.APPROVED, Status.HELD, Status.APPROVED]
    assert codes(newsroom, ids[1]) == ["model.failed"]


def test_a_stored_policy_that_cannot_be_read_holds_everything(newsroom: Newsroom) -> None:
    with newsroom.database.transaction() as connection:
        now = current_time(connection)
        activate_policy(connection, newsroom.site.id, "version: 1\nnonsense: true", by="x", note="", now=now)
    comment_id = newsroom.post("score:toxicity=0.0")
    newsroom.moderate()
    assert codes(newsroom, comment_id) == ["policy.unavailable"]


def test_a_new_policy_is_in_force_with_the_next_claim(newsroom: Newsroom) -> None:
    before = newsroom.post("score:toxicity=0.7")
    newsroom.moderate()
    with newsroom.database.transaction() as connection:
        text = starter_policy(automation="automatic").replace("hold: 0.60", "hold: 0.75")
        activate_policy(connection, newsroom.site.id, text, by="lead", note="", now=current_time(connection))
    after = newsroom.post("score:toxicity=0.7")
    newsroom.moderate()
    assert newsroom.comment(before).decision["policy_version"] == 1  # type: ignore[index]
    assert newsroom.comment(after).decision["policy_version"] == 2  # type: ignore[index]
    assert "threshold.toxicity" not in codes(newsroom, after)


def test_claims_take_sites_in_turn(open_newsroom: Callable[[], Newsroom]) -> None:
    flooded, quiet = open_newsroom(), open_newsroom()
    flooded.accept(*(f"flood {n}" for n in range(500)))
    late = quiet.post("one quiet comment")
    flooded.moderator().moderate_batch()
    assert quiet.comment(late).decision is not None
