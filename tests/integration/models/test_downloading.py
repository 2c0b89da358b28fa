"""A file over HTTP, from a server with the faults of real ones."""

import hashlib
from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.fetching.download import Patience, download
from tests.file_server import FileServer, Served

CONTENT = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(CONTENT).hexdigest()
HALF = len(CONTENT) // 2
QUICK = Patience(timeout=0.3, tries=2, pause=0.01)


def fetched(server: FileServer, target: Path, at_most: int = len(CONTENT)) -> str:
    return download(f"{server.url}/file", target, at_most, patience=QUICK)


def test_a_whole_file_arrives_with_its_sum_and_its_progress(server: FileServer, tmp_path: Path) -> None:
    server.publish({"/file": CONTENT})
    told: list[tuple[int, int | None]] = []
    digest = download(f"{server.url}/file", tmp_path / "f", len(CONTENT), lambda *now: told.append(now), QUICK)
    assert (digest, (tmp_path / "f").read_bytes()) == (DIGEST, CONTENT)
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("stalls", [False, True], ids=["cut off", "stalled"])
def test_a_download_that_breaks_off_is_resumed_where_it_stopped(
    server: FileServer, tmp_path: Path, stalls: bool
) -> None:
    server.files["/file"] = Served(CONTENT, first_stop=HALF, stalls=stalls)
    assert fetched(server, tmp_path / "f") == DIGEST
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == [None, f"bytes={HALF}-"]


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(server: FileServer, tmp_path: Path) -> None:
    server.files["/file"] = Served(CONTENT, first_stop=HALF)
    with pytest.raises(ModelError, match=r"broke off after 524,288 bytes .* goes on from there"):
        download(f"{server.url}/file", tmp_path / "f", len(CONTENT), patience=Patience(0.3, 1, 0.0))
    assert not (tmp_path / "f").exists()
    assert fetched(server, tmp_path / "f") == DIGEST
    assert server.asked[-1] == ("/file", f"bytes={HALF}-")


def test_what_has_changed_meanwhile_is_fetched_from_its_beginning(server: FileServer, tmp_path: Path) -> None:
    server.files["/file"] = Served(b"old" * HALF, first_stop=HALF)
    with pytest.raises(ModelError, match="broke off"):
        download(f"{server.url}/file", tmp_path / "f", 3 * HALF, patience=Patience(0.3, 1, 0.0))
    server.publish({"/file": CONTENT})
    assert fetched(server, tmp_path / "f") == DIGEST


def test_a_server_that_knows_no_ranges_sends_it_all_again(server: FileServer, tmp_path: Path) -> None:
    server.files["/file"] = Served(CONTENT, first_stop=HALF, knows_ranges=False)
    assert fetched(server, tmp_path / "f") == DIGEST


@pytest.mark.parametrize("announces", [True, False], ids=["announced", "not announced"])
def test_a_file_that_is_too_large_is_refused_and_not_kept(server: FileServer, tmp_path: Path, announces: bool) -> None:
    server.files["/file"] = Served(CONTENT, announces=announces)
    with pytest.raises(ModelError, match="/file has more than 1,000 bytes"):
        fetched(server, tmp_path / "f", at_most=1000)
    assert not list(tmp_path.iterdir())


def test_a_redirect_is_followed(server: FileServer, tmp_path: Path) -> None:
    server.publish({"/elsewhere": CONTENT})
    server.files["/file"] = Served(b"", status=302, location=f"{server.url}/elsewhere")
    assert fetched(server, tmp_path / "f") == DIGEST


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_to_what_is_not_the_web_is_refused(server: FileServer, tmp_path: Path, target: str) -> None:
    server.files["/file"] = Served(b"", status=302, location=target)
    with pytest.raises(ModelError, match="/file leads"):
        fetched(server, tmp_path / "f")


def test_a_missing_file_is_said_to_be_missing_at_once(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"/file answered 404 Not Found\. Check OMBUD_MODEL_MIRROR"):
        fetched(server, tmp_path / "f")
    assert len(server.asked) == 1


def test_a_server_that_is_busy_is_asked_again(server: FileServer, tmp_path: Path) -> None:
    server.files["/file"] = Served(b"", status=503)
    with pytest.raises(ModelError, match=r"cannot be fetched \(the server answered 503"):
        fetched(server, tmp_path / "f")
    assert len(server.asked) == QUICK.tries


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be fetched \(.*refused.*\)\. Check the network"):
        download("http://127.0.0.1:9/file", tmp_path / "f", 10, patience=QUICK)
