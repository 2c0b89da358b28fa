from uuid import UUID

from ombud.domain.author_ids import guest_author_id

KEY = b"k" * 32
SITE, OTHER = UUID(int=1), UUID(int=2)


def test_a_guest_has_one_id_however_the_address_is_typed() -> None:
    assert guest_author_id(" Ann@X.example ", KEY, SITE) == guest_author_id("ann@x.example", KEY, SITE)


def test_a_guests_id_says_nothing_without_the_key_and_differs_by_site() -> None:
    told = guest_author_id("ann@x.example", KEY, SITE)
    assert told.startswith("guest:")
    assert "ann" not in told
    assert told != guest_author_id("ann@x.example", b"l" * 32, SITE)
    assert told != guest_author_id("ann@x.example", KEY, OTHER)
