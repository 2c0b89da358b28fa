"""`ombud policy` on a real database: what is activated is in force for the next comment, and nothing wrong ever is."""

import json
from pathlib import Path

from sqlalchemy import insert

from ombud.domain.cascade import Tally
from ombud.storage.cascades import add_tallies, turn_cascades_off
from ombud.storage.database import current_time
from ombud.storage.retention import RetentionRow
from tests.integration.history.conftest import POLICY, Newsroom

STRICT = """
version: 1
automation: automatic
lists:
  names: {file: names.txt}
rules:
  - {name: names, description: Names somebody in the trial, when: lists.names.hit, verdict: reject}
"""


def _file(folder: Path, content: str) -> str:
    (folder / "names.txt").write_text("the Witness\n")
    path = folder / "policy.yaml"
    path.write_text(content)
    return str(path)


def test_an_activated_policy_judges_the_next_comment_with_its_lists(newsroom: Newsroom, tmp_path: Path) -> None:
    result = newsroom.run("policy", "activate", _file(tmp_path, STRICT), "--note", "The trial begins")
    assert result.exit_code == 0, result.output
    assert "Version 2 is in force" in result.output
    (tmp_path / "names.txt").unlink()
    newsroom.post("u-1", "I saw the  WITNESS there")
    newsroom.post("u-1", "I saw nobody")
    newsroom.moderate()
    assert newsroom.status("I saw the  WITNESS there") == "rejected"
    assert newsroom.status("I saw nobody") == "approved"


def test_a_policy_with_a_mistake_or_a_failed_example_leaves_the_one_in_force(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    mistake = newsroom.run("policy", "activate", _file(tmp_path, STRICT.replace("hit", "hits")), "--note", "x")
    assert mistake.exit_code != 0
    assert "did you mean lists.names.hit" in str(mistake.exception)
    example = STRICT + 'examples: [{text: "the witness", verdict: approve}]\n'
    failed = newsroom.run("policy", "activate", _file(tmp_path, example), "--note", "x")
    assert failed.exit_code == 1
    assert "Not activated. Failed: example 1" in failed.output
    assert newsroom.current().policy_version == 1


def test_rolling_back_puts_the_older_text_in_force_as_a_new_version(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.run("policy", "activate", _file(tmp_path, STRICT), "--note", "The trial begins")
    result = newsroom.run("policy", "rollback")
    assert "Version 3, the same as version 1" in result.output
    shown = json.loads(newsroom.run("policy", "show", "--json").stdout)
    assert (shown["version"], shown["document"], shown["note"]) == (3, POLICY, "Back to version 1")
    second = json.loads(newsroom.run("policy", "show", "--version", "2", "--json").stdout)
    assert second["note"] == "The trial begins"
    assert "the Witness" in second["document"]


def test_a_version_that_never_was_is_told_with_those_there_are(newsroom: Newsroom) -> None:
    result = newsroom.run("policy", "rollback")
    assert "has no version 0; there is only version 1" in str(result.exception)


def test_showing_prints_the_document_alone_on_standard_output(newsroom: Newsroom) -> None:
    result = newsroom.run("policy", "show")
    assert result.stdout == POLICY
    assert "Version 1" in result.stderr


def test_the_policy_is_shown_with_what_its_retention_forgot(newsroom: Newsroom) -> None:
    with newsroom.database.transaction() as connection:
        connection.execute(
            insert(RetentionRow).values(
                site_id=newsroom.site.id, kind="client_address", forgotten=12, last_at=current_time(connection)
            )
        )
    shown = newsroom.run("policy", "show")
    assert shown.stdout == POLICY
    assert "Forgotten by its retention so far: 12 of client_address" in shown.stderr
    [told] = json.loads(newsroom.run("policy", "show", "--json").stdout)["forgotten"]
    assert (told["kind"], told["forgotten"]) == ("client_address", 12)


def test_the_cascade_of_a_site_is_told_and_can_be_turned_on_again(newsroom: Newsroom, tmp_path: Path) -> None:
    assert newsroom.run("policy", "cascade").stdout == "Cascade: off, by the policy.\n"
    newsroom.run("policy", "activate", _file(tmp_path, f"{STRICT}cascade: on\n"), "--note", "Less waiting")
    assert "nothing has been counted yet" in newsroom.run("policy", "show").stderr
    with newsroom.database.transaction() as connection:
        now = current_time(connection)
        add_tallies(connection, "s1", {newsroom.site.id: Tally(980, 20, 1, 50)}, now)
        turn_cascades_off(connection, [newsroom.site.id], now)
    shown = newsroom.run("policy", "show")
    assert "Cascade: off since" in shown.stderr
    assert "50.00% (" in shown.stderr
    assert "cascade:" in shown.stdout
    told = json.loads(newsroom.run("policy", "show", "--json").stdout)["cascade"]
    assert (told["wanted"], told["on"], told["counts"]["missed"]) == (True, False, 1)
    assert "nothing has been counted yet" in newsroom.run("policy", "cascade", "--resume").stdout
    assert json.loads(newsroom.run("policy", "cascade", "--json").stdout)["on"] is True
