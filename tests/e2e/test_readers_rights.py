"""A reader's rights, with every process of the service running for real."""

from collections.abc import Iterator
from typing import Any

import pytest

from ombud.client import Event, Ombud, ProblemError
from tests.e2e.searching import in_database, in_logs, in_valkey, overheard
from tests.reliability.child import eventually
from tests.reliability.stack import Stack

VILE, KIND = "score:toxicity=0.99", "score:toxicity=0"
ARTICLE = {"id": "a-1", "title": "The harbour"}
ADA: dict[str, Any] = {"id": "reader-quokka-77", "name": "Ada Quagga"}
CLIENT = {"ip": "203.0.113.207", "user_agent": "Zebrafinch/4.2"}
WORDS = (
    *("reader-quokka-77", "Ada Quagga", "203.0.113.207", "Zebrafinch"),
    *("xylophone quarrel", "second thoughts of jazz", "wizardly plea", "vexed report", "gnomic note", "loose query"),
)
"""What Ada is, wrote, and what others wrote of her: nothing else in the service says any of it."""


@pytest.fixture
def ombud(stack: Stack) -> Iterator[Ombud]:
    site = stack.open_site()
    with Ombud(f"http://{site.host}:{site.port}", site.key, timeout=30) as client:
        yield client


def events(ombud: Ombud) -> list[Event]:
    return [event for event, _ in ombud.events()]


def test_a_reader_whose_comment_was_rejected_is_told_why_appeals_and_wins(stack: Stack, ombud: Ombud) -> None:
    posted = ombud.submit(f"I quote the minister. {VILE}", article=ARTICLE, author={"id": "reader-1"})
    assert ombud.wait(posted["id"])["status"] == "rejected"
    told = ombud.status(posted["id"])
    assert told["reasons"] == [{"code": "abuse", "text": "It attacks or insults another person."}]
    assert told["statement"] is not None
    assert told["statement"]["automated_decision"] is True
    assert told["appeal"]["possible"] is True
    appeal = ombud.appeal(posted["id"], "Those are the minister's words, not mine.")
    assert ombud.decide_appeal(appeal["id"], "grant", actor="editor-1")["status"] == "granted"
    won = ombud.read(posted["id"])
    assert (won["status"], won["display"], won["show_text"]) == ("approved", "show", won["text"])
    assert ombud.status(posted["id"])["statement"] is None
    life = [(event["type"], event["sequence"]) for event in events(ombud)]
    assert life == [("comment.decided", 1), ("appeal.opened", 2), ("comment.decided", 3), ("appeal.decided", 4)]
    with pytest.raises(ProblemError) as refused:
        ombud.appeal(posted["id"], "Once more.")
    assert refused.value.code == "not-rejected"


def live(ombud: Ombud) -> list[str]:
    """Let Ada do all that a reader can do, and let some of it go wrong; returns her comments and Bob's."""
    first = ombud.submit(f"A xylophone quarrel. {KIND}", article=ARTICLE, author=ADA, client=CLIENT)
    rejected = ombud.submit(f"A xylophone quarrel again. {VILE}", article=ARTICLE, author=ADA, client=CLIENT)
    bobs = ombud.submit(f"Quite so. {KIND}", article=ARTICLE, author={"id": "bob"})
    for one in (first, rejected, bobs):
        ombud.wait(one["id"])
    ombud.edit(first["id"], f"My second thoughts of jazz. {KIND}")
    ombud.wait(first["id"])
    ombud.appeal(rejected["id"], "This is my wizardly plea.")
    ombud.report(bobs["id"], reporter=ADA["id"], reason="abuse", note="A vexed report.")
    ombud.report(first["id"], reporter="bob", reason="spam", note="A gnomic note on Ada Quagga.")
    with pytest.raises(ProblemError):
        ombud.submit("A xylophone quarrel.", article=ARTICLE, author=ADA, mood="xylophone quarrel")
    with pytest.raises(ProblemError):
        ombud.status(first["id"], language="loose query")
    with pytest.raises(ProblemError):
        ombud.appeal(first["id"], "This is my wizardly plea.")
    return [first["id"], rejected["id"], bobs["id"]]


def test_of_an_erased_author_a_search_of_database_valkey_and_logs_finds_nothing(stack: Stack, ombud: Ombud) -> None:
    with overheard(stack) as commands:
        mine, rejected, bobs = live(ombud)
        written = [word for word in WORDS if word != "loose query"]
        assert in_database(stack, WORDS) == set(written)  # so the search finds what is there
        receipt = ombud.erase_author(ADA["id"])
        assert eventually(lambda: ombud.erase_author(ADA["id"])["erased_at"] is not None, 20)
    assert receipt["removed"]["comments"] == 2
    assert receipt["removed"]["appeals"] == 1
    assert receipt["removed"]["reports"] == 1
    assert in_database(stack, WORDS) == set()
    assert in_valkey(stack, WORDS) == set()
    assert in_logs(stack, WORDS) == set()
    assert any("LPUSH" in command for command in commands), "no doorbell was overheard, so the broker was not searched"
    assert not [word for word in WORDS if any(word in command for command in commands)]
    assert [ombud.read(one)["status"] for one in (mine, rejected, bobs)] == ["erased", "erased", "approved"]
    assert not [word for word in WORDS if word in str(events(ombud))]
