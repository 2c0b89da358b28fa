"""What went wrong with a request, in words."""

import ssl

import pytest
from httpcore2 import ConnectError, ConnectTimeout, ReadError, ReadTimeout, RemoteProtocolError

from ombud.outbound.guarded_network import RefusedAddressError
from ombud.outbound.sending import sentence_about


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (ConnectTimeout("x"), "No connection was made in time"),
        (ConnectError("[Errno 111] 10.1.2.3"), "refused"),
        (ReadTimeout("x"), "no complete answer in time"),
        (ReadError("x"), "broke off"),
        (RemoteProtocolError("x"), "not HTTP"),
        (RefusedAddressError("Nothing was sent: …"), "Nothing was sent"),
        (KeyError("secret"), "failed (KeyError)"),
    ],
)
def test_every_failure_has_its_sentence_and_names_no_address(error: Exception, part: str) -> None:
    assert part in sentence_about(error)
    assert "10.1.2.3" not in sentence_about(error)
    assert "secret" not in sentence_about(error)


def test_a_failure_of_tls_is_told_from_one_of_the_network() -> None:
    error = ConnectError("x")
    error.__cause__ = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
    assert sentence_about(error).startswith("TLS could not be agreed on")
