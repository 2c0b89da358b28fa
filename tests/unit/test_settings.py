from ipaddress import ip_network

import pytest

from ombud.domain.errors import SettingsError
from ombud.settings import load_settings


def test_networks_that_webhooks_may_reach_are_read_from_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMBUD_WEBHOOK_ALLOWED_NETWORKS", "10.1.0.0/16, fd00::/8,192.168.7.9")
    expected = tuple(ip_network(text) for text in ("10.1.0.0/16", "fd00::/8", "192.168.7.9/32"))
    assert load_settings().allowed_networks == expected


@pytest.mark.parametrize("text", ["", " ", ","])
def test_none_are_allowed_where_none_are_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("OMBUD_WEBHOOK_ALLOWED_NETWORKS", text)
    assert load_settings().allowed_networks == ()


@pytest.mark.parametrize("text", ["everywhere", "10.1.0.0/99", "10.1.2.3/16", "10.0.0.0/8;fd00::/8"])
def test_what_is_no_network_stops_the_start_with_the_variables_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("OMBUD_WEBHOOK_ALLOWED_NETWORKS", text)
    with pytest.raises(SettingsError, match=r"OMBUD_WEBHOOK_ALLOWED_NETWORKS: .*such as 10.1.0.0/16"):
        load_settings()
