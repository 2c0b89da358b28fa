"""Where a download may be led."""

from io import BytesIO
from urllib.request import Request

import pytest

from ombud.scoring.fetching.connection import Redirects, RefusedRedirectError


def led(begin: str, end: str) -> str:
    request = Redirects().redirect_request(Request(begin), BytesIO(), 302, "Found", {}, end)  # noqa: S310
    assert request is not None
    return request.full_url


def test_a_redirect_may_lead_to_another_host() -> None:
    assert led("https://a.example/x", "https://b.example/y") == "https://b.example/y"


def test_a_redirect_never_leads_from_an_encrypted_place_to_one_that_is_not() -> None:
    with pytest.raises(RefusedRedirectError, match=r"http://b\.example"):
        led("https://a.example/x", "http://b.example/y")


def test_a_mirror_without_encryption_may_lead_to_one_with_it() -> None:
    assert led("http://a.example/x", "https://a.example/x") == "https://a.example/x"
