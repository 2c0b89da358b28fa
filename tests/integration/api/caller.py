"""A website's own small client of the API under test. Every answer is held against the API's description."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from tests.integration.api.described import check_answer

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The problem's code; empty where all went well."""
        kind: str = self.body.get("type", "")
        return kind.rpartition("/")[2]

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by pointer."""
        return {error["pointer"]: error["detail"] for error in self.body.get("errors", [])}


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls an application in this process with one key."""

    app: Flask
    key: str | None

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        query: Mapping[str, object] | None = None,
        **headers: str,
    ) -> Reply:
        """Send JSON, or raw bytes as they are; underscores in names of headers stand for hyphens."""
        if raw is None and body is not None:
            raw = json.dumps(body).encode()
        return self._send(method, f"{path}?{urlencode(query)}" if query else path, raw, headers)

    def get(self, path: str, **query: object) -> Reply:
        return self.call("GET", path, query=query)

    def post(self, path: str, body: object, **headers: str) -> Reply:
        return self._send("POST", path, json.dumps(body).encode(), headers)

    def put(self, path: str, body: object, **headers: str) -> Reply:
        return self._send("PUT", path, json.dumps(body).encode(), headers)

    def _send(self, method: str, target: str, raw: bytes | None, headers: Mapping[str, str]) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key is not None:
            sent.setdefault("Authorization", f"Bearer {self.key}")
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        response = self.app.test_client().open(target, method=method, data=raw, headers=sent)
        received = json.loads(response.data) if response.data else None
        reply = Reply(response.status_code, dict(response.headers), received)
        check_answer(method, target.partition("?")[0], reply.status, reply.headers, reply.body)
        return reply

    def delete(self, path: str) -> Reply:
        return self.call("DELETE", path)

    def submit(self, **fields: object) -> Reply:
        """Post a comment, see `comment`."""
        return self.post("/v1/comments", comment(**fields))

    def submitted(self, **fields: object) -> Json:
        """Post a comment that has to be accepted, and return it."""
        reply = self.submit(**fields)
        assert reply.status == 202, reply.body
        accepted: Json = reply.body
        return accepted

    def read(self, comment_id: str) -> Json:
        """Read a comment that has to be there."""
        reply = self.get(f"/v1/comments/{comment_id}")
        assert reply.status == 200, reply.body
        found: Json = reply.body
        return found


KIND = "Thank you for this. score:toxicity=0"
RUDE = "What rubbish. score:toxicity=0.6"
VILE = "You are vermin. score:toxicity=0.95"
"""Texts that the test policy approves, holds and rejects."""


def comment(**fields: object) -> Json:
    """A comment with all that is required; `fields` replace or add."""
    return {"text": KIND, "article": {"id": "a-1"}, "author": {"id": "u-1"}, **fields}
