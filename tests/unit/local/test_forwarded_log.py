"""One stream of the output of many processes."""

import json
import os
import time

from ombud.local.forwarded_log import ForwardedLog


def written(reading: int) -> str:
    os.set_blocking(reading, False)
    return os.read(reading, 1_000_000).decode()


def test_each_line_has_its_process_before_it() -> None:
    reading, writing = os.pipe()
    log = ForwardedLog(writing)
    log.feed("api", b"one\ntwo\n")
    log.feed("scheduler", b"three\n")
    assert written(reading) == "api       │ one\napi       │ two\nscheduler │ three\n"


def test_a_line_that_comes_in_pieces_is_written_whole() -> None:
    reading, writing = os.pipe()
    log = ForwardedLog(writing)
    log.feed("api", b"caf\xc3")
    log.feed("worker", b"between\n")
    log.feed("api", b"\xa9\n")
    assert written(reading) == "worker    │ between\napi       │ café\n"


def test_the_last_words_of_a_process_are_written_without_a_newline_too() -> None:
    reading, writing = os.pipe()
    log = ForwardedLog(writing)
    log.feed("api", b"Traceback")
    log.finish("api")
    assert written(reading) == "api       │ Traceback\n"


def test_json_lines_pass_unchanged_and_others_are_wrapped() -> None:
    reading, writing = os.pipe()
    log = ForwardedLog(writing, "json")
    log.feed("api", b'{"event": "started"}\n')
    log.feed("postgres", b"LOG:  ready\n")
    lines = [json.loads(line) for line in written(reading).splitlines()]
    assert lines == [{"event": "started"}, {"process": "postgres", "event": "LOG:  ready"}]


def test_a_reader_who_does_not_read_never_blocks_us_and_learns_what_was_left_out() -> None:
    reading, writing = os.pipe()
    log = ForwardedLog(writing)
    begun = time.monotonic()
    for _ in range(20_000):
        log.line("api", "x" * 80)
    assert time.monotonic() - begun < 5
    written(reading)
    log.line("api", "again")
    assert "lines left out" in written(reading)


def test_a_reader_who_has_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ForwardedLog(writing).line("api", "nobody hears this")
