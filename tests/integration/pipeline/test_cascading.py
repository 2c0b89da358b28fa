"""The linear screen in front of a full model: who decides what, what is counted, and when it goes off."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest

from ombud.domain.cascade import FEWEST_SAMPLES, Tally, missed_share
from ombud.domain.comment import Status
from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.pipeline import screen as screening
from ombud.pipeline.moderate import Moderator
from ombud.pipeline.screen import Cascade
from ombud.scoring.cascade import Heads, Measured, Screen, ScreenFit
from ombud.scoring.models.catalogue import LINEAR
from ombud.storage.cascades import CascadeState, cascade_states, turn_cascade_on
from ombud.storage.database import current_time
from ombud.storage.policies import activate_policy
from tests.integration.pipeline.conftest import Newsroom

ON = """
version: 1
automation: automatic
cascade: on
thresholds:
  toxicity: {hold: 0.6, reject: 0.95}
sections:
  strict: {thresholds: {toxicity: {hold: 0.3}}}
rules:
  - {name: links, description: Links, when: links.count > 1, verdict: hold}
"""
HARMLESS = "Thank you for the good article about the bus line."
RUDE = "You are a stupid idiot."
SLY = "My neighbour thinks that the council sleeps."
"""What only the full model sees through."""


class FullEngine:
    """Toxic is what says idiot or neighbour. Remembers what it was asked."""

    identity = ModelIdentity("full", "1")
    attributes = ("toxicity",)
    languages = frozenset({"en"})

    def __init__(self) -> None:
        self.asked: list[str] = []

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        self.asked += texts
        toxic = ["idiot" in text or "neighbour" in text for text in texts]
        return [TextScores({"toxicity": 0.8 if one else 0.1}, {"toxicity": "raw"}) for one in toxic]


@pytest.fixture(scope="module")
def screen() -> Screen:
    heads = Heads.load(LINEAR)
    weights = {name: float(name == "toxicity") for name in heads.attributes}
    measured = Measured(1000, 800, 100, 0, 0.0, 0.04)
    return Screen(
        ScreenFit(FullEngine.identity, heads.identity, weights, 0.0, -1.5, {"toxicity": 0.6}, 0.005, measured),
        "s1",
        heads,
    )


@pytest.fixture
def engine() -> FullEngine:
    return FullEngine()


def activate(newsroom: Newsroom, policy: str) -> None:
    with newsroom.database.transaction() as connection:
        now = current_time(connection)
        activate_policy(connection, newsroom.site.id, policy, by="lead", note="", now=now)


@pytest.fixture
def moderator(newsroom: Newsroom, engine: FullEngine, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Moderator:
    """A worker with a cascade, on a site whose policy turns it on. No comment is in the sample."""
    monkeypatch.setattr(Cascade, "samples", lambda *_: False)
    activate(newsroom, ON)
    newsroom.engine = engine
    moderator = newsroom.moderator()
    moderator.cascade = Cascade(screen, b"a secret of thirty-two bytes ...")
    return moderator


@pytest.fixture
def sample_all(moderator: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cascade, "samples", lambda *_: True)


def moderate(moderator: Moderator) -> None:
    while moderator.moderate_batch():
        pass


def decided_by(newsroom: Newsroom, comment_id: UUID) -> str:
    decision = newsroom.comment(comment_id).decision
    assert decision is not None
    name: str = decision["model_name"]
    return name


def signals(newsroom: Newsroom, comment_id: UUID) -> dict[str, object]:
    [(found,)] = newsroom.rows("SELECT signals FROM decisions WHERE comment_id = :id", id=comment_id)
    told: dict[str, object] = {name: value for name, value in found.items() if name.startswith("cascade.")}
    return told


def state(newsroom: Newsroom) -> CascadeState | None:
    with newsroom.database.transaction() as connection:
        states = cascade_states(connection, newsroom.site.id)
    return states[0] if states else None


def test_the_plainly_harmless_is_decided_by_the_screen_alone_and_says_so(
    newsroom: Newsroom, moderator: Moderator, engine: FullEngine
) -> None:
    harmless, rude = newsroom.post(HARMLESS), newsroom.post(RUDE)
    moderate(moderator)
    assert engine.asked == [RUDE]
    assert (decided_by(newsroom, harmless), decided_by(newsroom, rude)) == ("linear", "full")
    assert newsroom.comment(harmless).state.status is Status.APPROVED
    assert newsroom.comment(rude).state.status is Status.HELD
    assert signals(newsroom, harmless) == {"cascade.screened": True, "cascade.screen": "s1"}
    assert signals(newsroom, rude) == {"cascade.screened": False, "cascade.screen": "s1"}


def test_rules_apply_to_what_is_screened_as_to_anything(newsroom: Newsroom, moderator: Moderator) -> None:
    comment_id = newsroom.post("See www.example.com and www.example.org for more about it.")
    moderate(moderator)
    assert signals(newsroom, comment_id)["cascade.screened"] is True
    assert newsroom.comment(comment_id).state.status is Status.HELD


def test_one_batch_may_hold_comments_of_sites_with_and_without_a_cascade(
    open_newsroom: Callable[[], Newsroom], newsroom: Newsroom, moderator: Moderator, engine: FullEngine
) -> None:
    other = open_newsroom()
    with_one, without = newsroom.post(HARMLESS), other.post(HARMLESS + " Yes.")
    assert moderator.moderate_batch() == 2
    assert engine.asked == [HARMLESS + " Yes."]
    assert decided_by(newsroom, with_one) == "linear"
    assert decided_by(other, without) == "full"
    assert signals(other, without) == {}


def test_where_a_threshold_is_too_low_for_the_screen_all_is_scored(
    newsroom: Newsroom, moderator: Moderator, engine: FullEngine
) -> None:
    strict = newsroom.post(HARMLESS, article={"id": "a-2", "section": "strict"})
    moderate(moderator)
    assert engine.asked == [HARMLESS]
    assert decided_by(newsroom, strict) == "full"


def test_without_a_model_nothing_is_left_to_the_screen(newsroom: Newsroom, moderator: Moderator) -> None:
    moderator.engine = ModelError("The file model.onnx is missing.")
    comment_id = newsroom.post(HARMLESS)
    moderate(moderator)
    assert newsroom.comment(comment_id).state.status is Status.HELD


def test_a_foreign_text_is_not_left_to_the_screen_where_the_policy_says_to_score_it(
    newsroom: Newsroom, moderator: Moderator, engine: FullEngine
) -> None:
    activate(newsroom, ON + "unknown_language: score\n")
    german = newsroom.post("Danke sehr, das war ein guter Artikel zu dem Thema.")
    moderate(moderator)
    assert decided_by(newsroom, german) == "full"
    assert len(engine.asked) == 1


@pytest.mark.usefixtures("sample_all")
def test_the_sample_is_decided_by_the_full_model_and_shows_what_was_missed(
    newsroom: Newsroom, moderator: Moderator
) -> None:
    harmless, sly = newsroom.post(HARMLESS), newsroom.post(SLY)
    moderate(moderator)
    assert (decided_by(newsroom, harmless), decided_by(newsroom, sly)) == ("full", "full")
    assert newsroom.comment(sly).state.status is Status.HELD
    assert [signals(newsroom, one)["cascade.missed"] for one in (harmless, sly)] == [False, True]
    assert [signals(newsroom, one)["cascade.screened"] for one in (harmless, sly)] == [False, False]


@pytest.mark.usefixtures("sample_all")
def test_what_a_rule_holds_anyway_is_not_missed(newsroom: Newsroom, moderator: Moderator) -> None:
    comment_id = newsroom.post(SLY + " See www.example.com and www.example.org.")
    moderate(moderator)
    assert signals(newsroom, comment_id)["cascade.missed"] is False


@pytest.mark.usefixtures("sample_all")
def test_an_observer_misses_what_a_deciding_machine_would(newsroom: Newsroom, moderator: Moderator) -> None:
    activate(newsroom, ON.replace("automatic", "observe"))
    sly = newsroom.post(SLY)
    moderate(moderator)
    assert newsroom.comment(sly).state.status is Status.APPROVED
    assert signals(newsroom, sly)["cascade.missed"] is True


def test_what_passes_and_what_is_caught_is_counted_for_the_site(
    newsroom: Newsroom, moderator: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.accept(HARMLESS, HARMLESS + " Yes.", RUDE)
    moderate(moderator)
    monkeypatch.setattr(Cascade, "samples", lambda *_: True)
    newsroom.accept(HARMLESS, SLY)
    moderate(moderator)
    found = state(newsroom)
    assert found is not None
    assert found.tally == Tally(screened=2, sampled=2, missed=1, caught=1)
    assert (found.screen, found.site, found.off_at) == ("s1", newsroom.site.name, None)
    share = missed_share(found.tally)
    assert share is not None
    assert share.ratio == pytest.approx(2 / 3)  # half of four that passed, beside one that was caught


@pytest.mark.usefixtures("sample_all")
def test_a_screen_that_misses_too_much_goes_off_for_its_site_until_it_is_turned_on(
    open_newsroom: Callable[[], Newsroom], newsroom: Newsroom, moderator: Moderator, engine: FullEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = open_newsroom()
    activate(other, ON)
    newsroom.accept(*(f"{HARMLESS} {'No ' * (n % 5)}" for n in range(FEWEST_SAMPLES)), SLY, SLY, SLY)
    moderate(moderator)
    found = state(newsroom)
    assert found is not None
    assert found.off_at is not None
    monkeypatch.setattr(Cascade, "samples", lambda *_: False)
    engine.asked.clear()
    afterwards, elsewhere = newsroom.post(HARMLESS), other.post(HARMLESS)
    moderate(moderator)
    assert (decided_by(newsroom, afterwards), decided_by(other, elsewhere)) == ("full", "linear")
    assert signals(newsroom, afterwards) == {}
    with newsroom.database.transaction() as connection:
        turn_cascade_on(connection, newsroom.site.id)
    again = newsroom.post(HARMLESS)
    moderate(moderator)
    assert decided_by(newsroom, again) == "linear"
    assert state(newsroom).tally == Tally(screened=1)  # type: ignore[union-attr]


def test_comments_of_a_test_key_are_neither_screened_nor_counted(
    newsroom: Newsroom, moderator: Moderator, engine: FullEngine
) -> None:
    newsroom.rows("UPDATE comments SET is_test = true WHERE id = :id RETURNING id", id=newsroom.post(HARMLESS))
    moderate(moderator)
    assert engine.asked == [HARMLESS]
    assert state(newsroom) is None


def test_two_in_a_hundred_are_sampled_always_the_same_and_by_the_secret(screen: Screen) -> None:
    ids = [UUID(int=number) for number in range(20_000)]
    one, other = (
        Cascade(screen, b"a secret of thirty-two bytes ..."),
        Cascade(screen, b"another secret ................"),
    )
    drawn = [comment_id for comment_id in ids if one.samples(comment_id)]
    assert 0.017 < len(drawn) / len(ids) < 0.023
    assert drawn == [comment_id for comment_id in ids if one.samples(comment_id)]
    assert drawn != [comment_id for comment_id in ids if other.samples(comment_id)]
    assert screening.ONE_IN == 50
