"""What is said when the stack is ready: to a person, or to a program."""

import json
from dataclasses import dataclass, field
from pathlib import Path

PROCESSES = ("api", "worker", "deliverer", "scheduler", "postgres", "valkey")


@dataclass(frozen=True, slots=True)
class Ready:
    """Where everything is. `pids` has only what runs."""

    url: str
    site_key: str | None = field(repr=False)
    desk_login_url: str | None = field(repr=False)
    metrics_token: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    pids: dict[str, int | None]
    data_dir: Path
    demo: bool

    def as_line(self) -> str:
        """Say it in one line of JSON, for `--ready-json`; null for what does not exist."""
        document = {
            "url": self.url,
            "site_key": self.site_key,
            "desk_login_url": self.desk_login_url,
            "metrics_token": self.metrics_token,
            "database_url": self.database_url,
            "redis_url": self.redis_url,
            "pids": {name: self.pids.get(name) for name in PROCESSES},
        }
        return json.dumps(document) + "\n"

    def as_text(self) -> str:
        """Say it to a person in a few lines: addresses, and how to post a first comment."""
        places = {
            "API": self.url,
            "Reference": f"{self.url}/docs",
            "Demo newsroom": f"{self.url}/demo/" if self.demo else None,
            "Desk": self.desk_login_url,
            "Site key": self.site_key,
            "Data": str(self.data_dir),
        }
        lines = [f"  {what:<14} {where}" for what, where in places.items() if where is not None]
        return "\n".join(
            ["", "Ombud is ready.", *lines, "", self._first_comment(), "", "Ctrl-C stops everything.", "", ""]
        )

    def _first_comment(self) -> str:
        body = {"text": "Thank you, that was fair.", "article": {"id": "a-1"}, "author": {"id": "u-1"}}
        return "\n".join(
            (
                "Post a comment and wait for its decision:",
                f"  curl {self.url}/v1/comments -H 'Authorization: Bearer {self.site_key or '<site key>'}' \\",
                "    -H 'Content-Type: application/json' -H 'Prefer: wait=5' \\",
                f"    -d '{json.dumps(body)}'",
            )
        )
