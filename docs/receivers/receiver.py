"""A receiver of Ombud's webhooks: Python 3.11 or newer, nothing to install. Copy it and change `handle`.

WEBHOOK_SECRET=whsec_… python receiver.py 8080
"""

import base64
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ["WEBHOOK_SECRET"]
TOLERANCE_SECONDS = 5 * 60
LARGEST_BODY = 1024 * 1024

seen: set[str] = set()  # keep these ids in your database instead, in the transaction of what you do with the event


def handle(event: dict) -> None:
    """Do what the event asks for: `display` says what may be shown of the comment now."""
    comment = event["data"]["comment"]
    print(event["type"], comment["id"], comment["display"], flush=True)


def is_genuine(headers: dict, body: bytes) -> bool:
    """Whether Ombud sent this body, within the last minutes (Standard Webhooks 1.0.0)."""
    message_id = headers.get("webhook-id", "")
    sent_at = headers.get("webhook-timestamp", "")
    if not (sent_at.isascii() and sent_at.isdigit()) or abs(time.time() - int(sent_at)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{message_id}.{sent_at}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, "sha256"))
    # There are two signatures while a secret is being changed.
    given = [one.removeprefix("v1,") for one in headers.get("webhook-signature", "").split() if one.startswith("v1,")]
    return any(hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in given)


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 once the event is dealt with; anything else, and Ombud sends it again later."""

    timeout = 10

    def do_POST(self) -> None:
        """Check the signature over the raw bytes before anything reads them."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > LARGEST_BODY:
            return self._answer(413)
        body = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_genuine(headers, body):
            return self._answer(401)
        if headers["webhook-id"] not in seen:  # an event can come twice
            handle(json.loads(body))
            seen.add(headers["webhook-id"])
        return self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write no line for each request."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
