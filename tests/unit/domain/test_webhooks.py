import pytest
from standardwebhooks import Webhook

from ombud.domain.webhooks import AddressError, WebhookAddress, new_secret, parse_address, shown_secret


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.com", WebhookAddress("https", "example.com", 443, "/")),
        ("HTTPS://Example.COM/Hook?a=1&b=%20", WebhookAddress("https", "example.com", 443, "/Hook?a=1&b=%20")),
        ("http://example.com:8080?x", WebhookAddress("http", "example.com", 8080, "/?x")),
        ("http://[2606:4700::1]:8443/a", WebhookAddress("http", "[2606:4700::1]", 8443, "/a")),
        ("https://xn--bcher-kva.example/", WebhookAddress("https", "xn--bcher-kva.example", 443, "/")),
        ("http://127.0.0.1:9000/hook", WebhookAddress("http", "127.0.0.1", 9000, "/hook")),
        ("https://example.com/a@b:c", WebhookAddress("https", "example.com", 443, "/a@b:c")),
    ],
)
def test_an_address_is_taken_apart(url: str, address: WebhookAddress) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://example.com/", "must be an address such as"),
        ("//example.com/", "must be an address such as"),
        ("https:example.com", "must be an address such as"),
        ("https:///path", "must be an address such as"),
        ("https://exa mple.com/", "must be an address such as"),
        ("https://example.com/a b", "must be an address such as"),
        ("https://example.com/\r\nHost: evil", "must be an address such as"),
        ("https://example.com\x00.evil.example/", "must be an address such as"),
        ("https://example.com:/", "must be an address such as"),
        ("https://exam%70le.com/", "must be an address such as"),
        ("https://user@example.com/", "user name or password"),
        ("https://example.com:443@169.254.169.254/", "user name or password"),
        ("https://user:pass@127.0.0.1/", "user name or password"),
        ("https://example.com\\@127.0.0.1/", "user name or password"),
        ("https://example.com/\\127.0.0.1", "backslash"),
        ("https://example.com#@127.0.0.1/", "fragment"),
        ("https://example.com/#top", "fragment"),
        ("http://①②⑦.⓪.⓪.①/", "must be ASCII"),
        ("http://127。0。0。1/", "must be ASCII"),
        ("https://bücher.example/", "must be ASCII"),
        ("http://example.com:22/", "port 80, 443"),
        ("http://example.com:0/", "port 80, 443"),
        ("http://example.com:65536/", "port 80, 443"),
        ("http://[::1/", "must be an address such as"),
        ("http://[1.2.3]/", "valid IPv6 address"),
        ("http://[fe80::1%25eth0]/", "must be an address such as"),
    ],
)  # fmt: skip
def test_an_address_that_hides_or_bends_its_host_is_refused_in_words(url: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        parse_address(url)


def test_a_secret_is_one_that_standard_libraries_take() -> None:
    secret = new_secret()
    assert len(secret) == 32
    assert shown_secret(secret).startswith("whsec_")
    assert Webhook(shown_secret(secret)) is not None
    assert new_secret() != secret
