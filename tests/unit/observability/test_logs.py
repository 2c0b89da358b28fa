import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from ombud.observability.logs import configure_logs


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_of_json_has_the_event_the_time_and_the_service(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "worker")
    structlog.get_logger("ombud.test").info("moderated", claimed=3)
    [line] = told(capsys)
    assert (line["event"], line["service"], line["claimed"], line["level"]) == ("moderated", "worker", 3, "info")
    assert str(line["timestamp"]).endswith("Z")


def test_control_characters_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "api")
    structlog.get_logger("ombud.test").info("x", value='a\n{"event": "forged"}')
    assert [line["event"] for line in told(capsys)] == ["x"]


def test_libraries_speak_from_warnings_on(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "api")
    logging.getLogger("some.library").info("chatter")
    logging.getLogger("some.library").warning("trouble")
    assert [line["event"] for line in told(capsys)] == ["trouble"]
