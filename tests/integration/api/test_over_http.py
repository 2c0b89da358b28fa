"""What only a real server can show: chunked bodies, connections that stay open, many at once, and stopping."""

import gzip
import http.client
import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from ombud.settings import Settings
from tests.integration.api.caller import comment
from tests.integration.api.conftest import OpenedSite
from tests.integration.api.described import check_answer
from tests.integration.api.server import Server, started, stop

KIB = 1024


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Server]:
    server = started(settings)
    yield server
    stop(server)


@pytest.fixture
def key(site: OpenedSite) -> str:
    return site.key().secret


def ask(
    connection: http.client.HTTPConnection, key: str, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, Any]:
    """One request over an open connection, held against the API's description."""
    sent = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, sent, encode_chunked=sent.get("Transfer-Encoding") == "chunked")
    response = connection.getresponse()
    content = response.read()
    received = json.loads(content) if content else None
    check_answer(method, path, response.status, dict(response.headers), received)
    return response.status, received


def chunks(size: int) -> Iterator[bytes]:
    """A good comment of so many bytes, a piece at a time."""
    sent = json.dumps(comment()).encode()
    yield sent
    for begin in range(len(sent), size, 8 * KIB):
        yield b" " * min(8 * KIB, size - begin)


def test_one_connection_carries_good_and_bad_requests_alike(server: Server, key: str) -> None:
    with closing(server.connect()) as connection:
        assert ask(connection, key, "GET", "/v1/comments")[0] == 200
        sockets = {id(connection.sock)}
        assert ask(connection, key, "POST", "/v1/comments", b"}")[0] == 400
        assert ask(connection, "ombud_live_x", "POST", "/v1/comments", json.dumps(comment()))[0] == 401
        assert ask(connection, key, "DELETE", "/v1/events", b"{}")[0] == 405
        assert ask(connection, key, "HEAD", "/v1/comments")[0] == 200
        assert ask(connection, key, "POST", "/v1/comments", json.dumps(comment()))[0] == 202
        sockets.add(id(connection.sock))
    assert len(sockets) == 1


def test_a_chunked_body_is_read_up_to_the_limit_and_no_further(server: Server, key: str) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    with closing(server.connect()) as connection:
        assert ask(connection, key, "POST", "/v1/comments", chunks(128 * KIB), **chunked)[0] == 202
    with closing(server.connect()) as connection:
        status, body = ask(connection, key, "POST", "/v1/comments", chunks(128 * KIB + 1), **chunked)
    assert (status, body["type"]) == (413, "/problems/body-too-large")


def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(server: Server, key: str) -> None:
    with closing(socket.create_connection(("127.0.0.1", server.port), 10)) as connection:
        head = (
            f"POST /v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
            "Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{"
        )
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_packed_body_over_the_wire_is_refused(server: Server, key: str) -> None:
    with closing(server.connect()) as connection:
        packed = gzip.compress(json.dumps(comment()).encode())
        assert ask(connection, key, "POST", "/v1/comments", packed, Content_Encoding="gzip")[0] == 415


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 1000\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n{size:x}\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_a_body_that_breaks_off_stores_nothing(server: Server, key: str, framing: str) -> None:
    sent = json.dumps(comment())
    with closing(socket.create_connection(("127.0.0.1", server.port), 10)) as connection:
        head = (
            f"POST /v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\n{framing.format(size=len(sent))}"
        )
        connection.sendall((head + sent).encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100)[:12] in (b"", b"HTTP/1.1 400")
    with closing(server.connect()) as connection:
        assert ask(connection, key, "GET", "/v1/comments")[1]["items"] == []


def test_head_sends_the_length_and_no_body(server: Server, key: str) -> None:
    with closing(server.connect()) as connection:
        connection.request("HEAD", "/v1/events", headers={"Authorization": f"Bearer {key}"})
        response = connection.getresponse()
        assert response.status == 200
        assert int(response.headers["Content-Length"]) > 0
        assert response.read() == b""


def test_the_server_does_not_say_what_it_is_made_of_in_problems(server: Server, key: str) -> None:
    with closing(server.connect()) as connection:
        _, body = ask(connection, key, "POST", "/v1/comments", b'{"text": 1}')
    assert not [word for word in ("pydantic", "flask", "werkzeug", "Body", "Traceback") if word in json.dumps(body)]


def test_while_as_many_wait_as_may_others_are_served_at_once(
    server: Server, key: str, moderate: Callable[[], int]
) -> None:
    def wait_for_event(_: int) -> int:
        with closing(server.connect()) as connection:
            status, body = ask(connection, key, "GET", "/v1/events?wait=20")
        return len(body["items"]) if status == 200 else -status

    with ThreadPoolExecutor(24) as threads:
        waiting = [threads.submit(wait_for_event, number) for number in range(24)]
        time.sleep(1)
        assert sum(one.done() for one in waiting) == 8  # 16 may wait, half of the threads; the others have their answer
        took = []
        with closing(server.connect()) as connection:
            for number in range(20):
                begun = time.monotonic()
                status, _ = ask(connection, key, "POST", "/v1/comments", json.dumps(comment(external_id=f"c-{number}")))
                took.append(time.monotonic() - begun)
                assert status == 202
        moderate()
        answers = [one.result() for one in waiting]
    assert sorted(took)[10] < 0.25
    assert sum(count > 0 for count in answers) == 16


def test_a_stop_lets_requests_finish_and_takes_few_seconds(settings: Settings, key: str) -> None:
    server = started(settings)
    try:
        with closing(server.connect()) as connection, ThreadPoolExecutor(1) as threads:
            posting = threads.submit(
                ask, connection, key, "POST", "/v1/comments", json.dumps(comment()), Prefer="wait=2"
            )
            time.sleep(0.5)
            begun = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            assert posting.result()[0] == 202
            assert server.process.wait(10) == 0
        assert time.monotonic() - begun < 8
    finally:
        stop(server)
