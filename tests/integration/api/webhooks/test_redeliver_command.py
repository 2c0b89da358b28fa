"""`ombud redeliver`, as an operator types it."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import pytest
from click.testing import CliRunner, Result

from ombud.cli import cli
from ombud.pipeline.deliver import Deliverer
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.sealing import Seal
from ombud.settings import Settings
from ombud.storage.database import Database
from tests.integration.api.caller import Caller
from tests.integration.api.conftest import OpenedSite
from tests.receiver import answer, receiving

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, database_url: str, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("OMBUD_DATABASE_URL", database_url)
    monkeypatch.setenv("OMBUD_REDIS_URL", valkey_url)
    return lambda *words: CliRunner().invoke(cli, ["redeliver", *words])


def test_what_was_given_up_is_due_again_for_the_site_that_was_named(
    run: Run, site: OpenedSite, api: Caller, settings: Settings, database: Database, moderate: Callable[[], int]
) -> None:
    seal = Seal(settings.require_secret_key(), SEAL_PURPOSE)
    deliverer = Deliverer(database, seal, timedelta(seconds=60), [ip_network("127.0.0.0/8")])
    with receiving(answer(410)) as receiver:
        made = api.post("/v1/webhooks", {"url": receiver.url}).body
        api.submitted()
        moderate()
        deliverer.deliver_due()
        api.call("PATCH", f"/v1/webhooks/{made['id']}", {"enabled": True})
        receiver.behave = answer(200)
        assert run("--since", "2999-01-01", "--site", site.site.name).output == "0 deliveries are due again.\n"
        assert run("--since", "2026-01-01T00:00:00Z", "--site", site.site.name).output.startswith("1 deliveries")
        Deliverer(database, seal, timedelta(seconds=60), [ip_network("127.0.0.0/8")]).deliver_due()
        assert len(receiver.received) == 2


def test_a_time_that_is_none_and_a_site_that_is_not_there_are_said_to_be_so(run: Run) -> None:
    assert run("--since", "yesterday").exit_code == 2
    missing = run("--since", "2026-01-01", "--site", "nowhere")
    assert missing.exit_code != 0
    assert "nowhere" in str(missing.exception)
