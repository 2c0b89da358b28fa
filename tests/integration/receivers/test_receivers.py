"""The receivers that the documentation gives away, against signatures of the reference library."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook

from ombud.local.ports import choose_port

FOLDER = Path(__file__).parents[3] / "docs" / "receivers"
OLD, NEW = "whsec_" + "b2xk" * 8, "whsec_" + "bmV3" * 8
BODY = json.dumps({"type": "comment.decided", "data": {"comment": {"id": "c-1", "display": "show", "ü": "ß"}}})
COMMANDS = {
    "python": [sys.executable, str(FOLDER / "receiver.py")],
    "node": ["node", str(FOLDER / "receiver.mjs")],
}


@dataclass
class Receiver:
    """A receiver in a process of its own, and what it wrote."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str] = field(default_factory=list)

    def send(self, body: str, headers: dict[str, str]) -> int:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return httpx.post(f"http://127.0.0.1:{self.port}/", content=body.encode(), headers=raw).status_code


@pytest.fixture(scope="module", params=COMMANDS)
def receiver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    command = COMMANDS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"There is no {command[0]} here, so its receiver was not run.")
    port = choose_port(None)
    environment = {**os.environ, "WEBHOOK_SECRET": NEW}
    process = subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 20
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/")
            break
        except httpx.TransportError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield Receiver(process, port)
    process.kill()
    process.wait(10)
    if process.stdout:
        process.stdout.close()


def signed(message_id: str, *secrets: str, body: str = BODY, age: timedelta = timedelta(0)) -> dict[str, str]:
    """Headers as the service sends them, with one signature for each secret."""
    sent = datetime.now(UTC) - age
    signatures = [Webhook(secret).sign(message_id, sent, body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent.timestamp())),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
    }


def test_a_signed_event_is_taken_once_however_often_it_comes(receiver: Receiver) -> None:
    for _ in range(2):
        assert receiver.send(BODY, signed("msg_1", NEW)) == 204
    assert receiver.send(BODY, signed("msg_2", NEW)) == 204
    assert receiver.process.stdout is not None
    lines = [receiver.process.stdout.readline().strip() for _ in range(2)]
    assert lines == ["comment.decided c-1 show"] * 2
    assert receiver.send(BODY, signed("msg_3", NEW)) == 204
    assert receiver.process.stdout.readline().strip() == lines[0]  # and msg_1 left no second line before it


def test_while_the_secret_is_changed_either_signature_will_do(receiver: Receiver) -> None:
    assert receiver.send(BODY, signed("msg_4", OLD, NEW)) == 204
    assert receiver.send(BODY, signed("msg_5", OLD)) == 401


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_tampering_with_any_header_or_leaving_it_out_is_seen(receiver: Receiver, name: str) -> None:
    headers = signed("msg_6", NEW)
    for wrong in ("1", headers[name][:-2] + "xx", "v1,", "v1,%%%", "£", "²"):
        assert receiver.send(BODY, headers | {name: wrong}) == 401, wrong
    del headers[name]
    assert receiver.send(BODY, headers) == 401


def test_tampering_with_the_body_is_seen(receiver: Receiver) -> None:
    assert receiver.send(BODY.replace("show", "hide"), signed("msg_7", NEW)) == 401
    assert receiver.send(BODY + " ", signed("msg_7", NEW)) == 401
    assert receiver.send("", signed("msg_7", NEW)) == 401


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_an_old_or_early_message_is_not_taken(receiver: Receiver, age: timedelta) -> None:
    assert receiver.send(BODY, signed("msg_8", NEW, age=age)) == 401


def test_too_large_a_body_is_not_read(receiver: Receiver) -> None:
    large = "x" * (1024 * 1024 + 1)
    with contextlib.suppress(httpx.TransportError):  # it may hang up before all of it was sent
        assert receiver.send(large, signed("msg_9", NEW, body=large)) == 413
    assert receiver.send(BODY, signed("msg_10", NEW)) == 204
