import pytest

from ombud.sealing import Seal, SealError

KEY = b"k" * 32
OWNER = b"row-1"


def test_what_was_sealed_can_be_opened() -> None:
    assert Seal(KEY, "test").open(Seal(KEY, "test").seal(b"secret", OWNER), OWNER) == b"secret"


def test_the_same_secret_never_looks_the_same_and_never_shows() -> None:
    seal = Seal(KEY, "test")
    one, other = seal.seal(b"a rather long secret", OWNER), seal.seal(b"a rather long secret", OWNER)
    assert one != other
    assert b"secret" not in one


@pytest.mark.parametrize(
    ("seal", "owner"),
    [(Seal(b"x" * 32, "test"), OWNER), (Seal(KEY, "another purpose"), OWNER), (Seal(KEY, "test"), b"row-2")],
)
def test_another_key_purpose_or_owner_cannot_open_it(seal: Seal, owner: bytes) -> None:
    sealed = Seal(KEY, "test").seal(b"secret", OWNER)
    with pytest.raises(SealError, match="OMBUD_SECRET_KEY"):
        seal.open(sealed, owner)


def test_a_change_of_any_byte_is_seen() -> None:
    seal = Seal(KEY, "test")
    sealed = seal.seal(b"secret", OWNER)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealError):
            seal.open(changed, OWNER)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01short", b"\x02" + bytes(40)])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(SealError):
        Seal(KEY, "test").open(sealed, OWNER)
