import time
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from ombud.domain.ids import first_id_at, new_id


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_ids_sort_by_the_time_they_were_made() -> None:
    earlier = new_id()
    time.sleep(0.002)
    assert earlier < new_id()


def test_an_id_holds_the_time_in_milliseconds() -> None:
    assert abs((new_id().int >> 80) - time.time() * 1000) < 1000


def test_ids_are_not_repeated() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_the_first_id_of_a_time_lies_between_those_made_before_and_after() -> None:
    before = new_id()
    time.sleep(0.002)
    now = datetime.now(UTC)
    first = first_id_at(now)
    time.sleep(0.002)
    assert before < first < new_id()
    assert (first.version, first.variant) == (7, RFC_4122)
    assert first_id_at(now - timedelta(milliseconds=2)) < first
