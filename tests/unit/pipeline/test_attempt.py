from datetime import UTC, datetime, timedelta

import pytest

from ombud.pipeline.attempt import retry_after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta()),
        ("9" * 30, timedelta(seconds=999_999_999)),
        ("Tue, 24 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta()),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("\u0661\u0662", None),
        ("soon", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date_and_else_not_at_all(
    text: str | None, wait: timedelta | None
) -> None:
    assert retry_after(text, NOW) == wait
