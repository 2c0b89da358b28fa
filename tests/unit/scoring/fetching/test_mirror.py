"""Where a mirror has a file."""

from ombud.scoring.fetching.mirror import mirrored

URL = "https://github.com/a/b/releases/download/v1/c.ckpt"


def test_a_mirror_has_the_same_paths_below_its_own() -> None:
    assert mirrored(URL, "http://mirror.example:81/models/") == (
        "http://mirror.example:81/models/a/b/releases/download/v1/c.ckpt"
    )


def test_without_a_mirror_files_come_from_their_own_host() -> None:
    assert mirrored(URL, None) == URL
