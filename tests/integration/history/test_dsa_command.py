"""`ombud dsa export`: statements of reasons for the transparency database, and nothing personal in them."""

import json
from pathlib import Path
from typing import Any

from click.testing import Result

from ombud.domain.appeals import Outcome
from ombud.domain.decision import Actor, ActorKind, Verdict
from ombud.domain.dsa_format import faults
from ombud.pipeline.appeal import Answer, answer_appeal, open_appeal
from ombud.pipeline.change_policy import change_policy
from ombud.pipeline.decide_by_site import SiteDecision, decide_by_site
from ombud.pipeline.erase import erase
from ombud.pipeline.policy_in_force import PLAIN
from ombud.storage.database import current_time
from tests.integration.history.conftest import Newsroom

POLICY = "version: 1\nautomation: automatic\nthresholds: {threat: {reject: 0.9}}\n"
THREAT = "I know where you live, and I own a shovel. score:threat=0.95"


def use(newsroom: Newsroom, policy: str) -> None:
    with newsroom.database.transaction() as connection:
        site = newsroom.current()
        change_policy(connection, site, policy, by="test", note="test", now=current_time(connection))


def rejected(newsroom: Newsroom, words: str = THREAT, author: str = "reader-4711") -> Any:
    newsroom.post(author, words)
    newsroom.moderate()
    [(comment_id,)] = newsroom.rows("SELECT id FROM comments WHERE site_id = :site AND external_id = :id", id=words)
    return comment_id


def export(newsroom: Newsroom, *more: str) -> Result:
    return newsroom.run("dsa", "export", "--since", "2026-01-01", *more)


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_rejection_is_a_line_that_the_database_would_take(newsroom: Newsroom, tmp_path: Path) -> None:
    use(newsroom, POLICY)
    rejected(newsroom)
    newsroom.post("reader-4711", "A kind word.")
    newsroom.moderate()
    result = export(newsroom)
    assert (result.exit_code, result.stderr) == (0, "1 statements were written, 0 left out.\n")
    [record] = records(result)
    assert faults(record) == []
    assert record["category"] == "STATEMENT_CATEGORY_VIOLENCE"
    assert record["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    assert not [secret for secret in ("shovel", "reader-4711", "0.95", "score") if secret in result.stdout]
    file = tmp_path / "statements.jsonl"
    assert export(newsroom, "--out", str(file)).exit_code == 0
    assert file.read_text() == result.stdout


def test_an_export_repeats_itself_word_for_word_whatever_happens_to_the_comment(newsroom: Newsroom) -> None:
    use(newsroom, POLICY)
    comment_id = rejected(newsroom)
    before = records(export(newsroom))
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, comment_id, current_time(connection))
    assert records(export(newsroom)) == before


def test_each_rejection_has_a_puid_of_its_own_and_a_refused_appeal_none(newsroom: Newsroom) -> None:
    use(newsroom, POLICY)
    comment_id, site = rejected(newsroom), newsroom.current()
    with newsroom.database.transaction() as connection:
        opened = open_appeal(connection, site, comment_id, "A joke.", PLAIN, current_time(connection))
    assert opened.right is not None
    assert opened.right.appeal is not None
    with newsroom.database.transaction() as connection:
        answer = Answer(Outcome.UPHOLD, Actor(ActorKind.SITE, "m-1"), None)
        answer_appeal(connection, site.id, opened.right.appeal.id, answer, current_time(connection))
    for verdict in (Verdict.APPROVE, Verdict.REJECT):
        with newsroom.database.transaction() as connection:
            told = SiteDecision(verdict, "m-1", "legal")
            decide_by_site(connection, site.id, comment_id, told, current_time(connection))
    first, second = records(export(newsroom))
    assert first["puid"] != second["puid"]
    assert first["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_DISABLED"]
    assert second["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert second["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert second["illegal_content_legal_ground"] == "The law that applies to the site"
    assert second["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    known = {str(one) for (one,) in newsroom.rows("SELECT id FROM decisions WHERE comment_id = :id", id=comment_id)}
    assert {first["puid"], second["puid"]} <= known


def test_what_holds_personal_data_is_left_out_and_named(newsroom: Newsroom) -> None:
    mail = 'reasons: [{code: threat, key: 1, author_text: "Ask desk@example.org, or reader-4711."}]\n'
    use(newsroom, POLICY + mail)
    rejected(newsroom)
    result = export(newsroom)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "it holds an e-mail address; it holds an author's id or name" in result.stderr


def test_only_what_was_decided_since_is_exported(newsroom: Newsroom) -> None:
    use(newsroom, POLICY)
    rejected(newsroom)
    assert newsroom.run("dsa", "export", "--since", "2126-01-01").stdout == ""
    assert newsroom.run("dsa", "export", "--since", "yesterday").exit_code == 2
