"""What is said when the stack is ready."""

import json
from dataclasses import replace
from pathlib import Path

from ombud.local.announcement import Ready

READY = Ready(
    url="http://127.0.0.1:8000",
    site_key="key",
    desk_login_url=None,
    metrics_token="token",
    database_url="postgresql://somewhere",
    redis_url="redis://somewhere",
    pids={"api": 1, "worker": 2, "scheduler": 3, "postgres": None},
    data_dir=Path("var"),
    demo=True,
)


def test_the_json_is_one_line_with_null_for_what_does_not_exist() -> None:
    line = READY.as_line()
    assert line.endswith("\n")
    assert line.count("\n") == 1
    document = json.loads(line)
    assert set(document) == {
        "url",
        "site_key",
        "desk_login_url",
        "metrics_token",
        "database_url",
        "redis_url",
        "pids",
    }
    assert document["pids"] == {
        "api": 1,
        "worker": 2,
        "deliverer": None,
        "scheduler": 3,
        "postgres": None,
        "valkey": None,
    }


def test_the_summary_says_where_to_look_and_how_to_post_a_comment() -> None:
    text = READY.as_text()
    for part in ("http://127.0.0.1:8000/docs", "http://127.0.0.1:8000/demo/", "Bearer key", "/v1/comments", "Ctrl-C"):
        assert part in text


def test_without_the_demo_the_newsroom_is_not_mentioned() -> None:
    assert "/demo/" not in replace(READY, demo=False).as_text()


def test_passwords_are_not_in_the_summary() -> None:
    text = READY.as_text()
    assert "postgresql://" not in text
    assert "token" not in text
