from hypothesis import given
from hypothesis import strategies as st

from ombud.domain.keys import KeyKind, key_hash, looks_like_key, new_door_key, new_site_key


def test_a_new_site_key_looks_like_one_and_names_its_label() -> None:
    key = new_site_key()
    assert key.secret.startswith(f"ombud_live_{key.label}_")
    assert looks_like_key(key.secret)


def test_a_test_key_says_so() -> None:
    assert new_site_key(is_test=True).secret.startswith("ombud_test_")


def test_a_door_key_is_32_hexadecimal_digits() -> None:
    key = new_door_key()
    assert key.kind is KeyKind.DOOR
    assert len(key.secret) == 32
    assert int(key.secret, 16) >= 0
    assert looks_like_key(key.secret)


@given(st.integers(0, 59), st.sampled_from("abcdefghijkmnpqrstuvwxyz23456789"))
def test_one_mistyped_character_is_noticed_without_a_look_up(place: int, character: str) -> None:
    secret = "ombud_live_abcdefgh_" + "k" * 32
    real = new_site_key().secret
    assert len(real) == len(secret) + 8
    mistyped = real[:place] + character + real[place + 1 :]
    assert looks_like_key(mistyped) == (mistyped == real)


@given(st.text(max_size=80))
def test_no_text_breaks_the_look_at_a_key(text: str) -> None:
    assert looks_like_key(text) in (True, False)


def test_two_keys_are_never_stored_alike() -> None:
    assert key_hash(new_site_key().secret) != key_hash(new_site_key().secret)
