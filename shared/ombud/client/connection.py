"""Calling the service: authenticated, and again where that does no harm."""

from collections.abc import Mapping
from time import sleep
from typing import Any

import httpx

from ombud.client.problems import OmbudUnreachableError, ProblemError

TRIES = 4
LONGEST_PAUSE = 30
_OF_A_PROXY = frozenset({502, 504})
"""Answers of what stands between: nobody knows whether the service did what it was asked."""


class Connection:
    """HTTP with one site key. Connections are kept open; safe to use from several threads."""

    def __init__(self, url: str, key: str, *, timeout: float, transport: httpx.BaseTransport | None = None) -> None:
        self._seconds = timeout
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}", "User-Agent": "ombud-client/1"},
            transport=transport,
        )

    def close(self) -> None:
        """Close what is open."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        harmless_twice: bool = True,
        seconds: float = 0,
    ) -> Any:
        """Return the answer's JSON; `ProblemError` where the service says no.

        A call that the service puts off (`Retry-After`) is sent again; `harmless_twice` allows that after a lost
        answer too. `seconds` is how long the service was asked to
        wait before it answers.
        """
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            try:
                response = self._http.request(
                    method, path, json=body, params=query, headers=headers, timeout=self._seconds + seconds
                )
            except httpx.TransportError as error:
                if last or not harmless_twice:
                    raise OmbudUnreachableError(f"{method} {path}: {type(error).__name__}") from error
                sleep(0.1 * 2**attempt)
                continue
            if response.is_success:
                return response.json()
            problem = _problem(response)
            lost = harmless_twice and response.status_code in _OF_A_PROXY
            if last or not (lost or problem.retry_after is not None):
                raise problem
            sleep(min(problem.retry_after or 1, LONGEST_PAUSE))
        raise AssertionError("unreachable")


def _problem(response: httpx.Response) -> ProblemError:
    try:
        document = response.json()
    except ValueError:
        document = {}
    told = response.headers.get("Retry-After", "")
    return ProblemError(
        response.status_code,
        document if isinstance(document, dict) else {},
        int(told) if told.isdigit() else None,
    )
