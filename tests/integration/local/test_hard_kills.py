"""The local stack after kills and crashes: nothing stays behind, everything comes back."""

import os
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import psutil
import psycopg
import redis

from ombud.local.deployables import answers_ok

Start = Callable[..., Any]
ComeTrue = Callable[..., bool]


def test_kill_minus_nine_of_the_supervisor_leaves_no_process(start_stack: Start, come_true: ComeTrue) -> None:
    stack = start_stack()
    stack.wait_until_ready()
    stack.process.kill()
    assert come_true(lambda: stack.alive() == [], 5)


def test_kill_minus_nine_of_its_whole_process_group_leaves_no_process(start_stack: Start, come_true: ComeTrue) -> None:
    stack = start_stack()
    stack.wait_until_ready()
    os.killpg(stack.process.pid, signal.SIGKILL)
    assert come_true(lambda: stack.alive() == [], 5)


def test_the_watchdog_is_not_killed_by_the_name_of_the_command(start_stack: Start) -> None:
    stack = start_stack()
    stack.wait_until_ready()
    (watchdog,) = (process for process in stack.tree if "ombud.local.watchdog" in process.cmdline())
    assert "up" not in watchdog.cmdline()


def test_what_a_hard_killed_run_left_is_killed_by_the_next_start(start_stack: Start) -> None:
    first = start_stack()
    first.wait_until_ready()
    (watchdog,) = (process for process in first.tree if "ombud.local.watchdog" in process.cmdline())
    watchdog.kill()
    first.process.kill()
    first.process.wait()
    assert first.alive()  # without the watchdog, grandchildren stay
    second = start_stack()
    second.wait_until_ready()
    assert first.alive() == []


def test_a_start_right_after_a_hard_kill_works_and_finds_the_data(start_stack: Start) -> None:
    first = start_stack()
    ready = first.wait_until_ready()
    with psycopg.connect(ready["database_url"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.process.kill()
    again = start_stack().wait_until_ready()
    with psycopg.connect(again["database_url"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    del ready["pids"], again["pids"]
    assert again == ready


def test_a_crashed_child_is_started_again(start_stack: Start, come_true: ComeTrue) -> None:
    stack = start_stack()
    ready = stack.wait_until_ready()
    worker = psutil.Process(ready["pids"]["worker"])
    grandchildren = worker.children()
    worker.kill()
    assert come_true(lambda: stack.log.read_text().count("worker begins --lanes live,backfill") == 2)
    assert "worker ended (signal 9, Killed); it starts again in 0.5 s" in stack.log.read_text()
    assert not any(process.is_running() and os.getsid(process.pid) == worker.pid for process in grandchildren)


def test_a_killed_api_gets_its_port_back_although_its_children_held_it(start_stack: Start, come_true: ComeTrue) -> None:
    stack = start_stack()
    ready = stack.wait_until_ready()
    os.kill(ready["pids"]["api"], signal.SIGKILL)
    assert come_true(lambda: stack.log.read_text().count("api begins") == 2)
    assert come_true(lambda: answers_ok("127.0.0.1", stack.port, "/readyz"))


def test_a_hard_killed_postgres_recovers_with_its_data_on_its_port(start_stack: Start, come_true: ComeTrue) -> None:
    ready = start_stack().wait_until_ready()
    with psycopg.connect(ready["database_url"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(ready["pids"]["postgres"], signal.SIGKILL)

    def finds_its_data() -> bool:
        try:
            with psycopg.connect(ready["database_url"]) as connection:
                return connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        except psycopg.OperationalError:
            return False

    assert come_true(finds_its_data, 15)


def test_a_process_id_in_a_stale_pid_file_that_is_somebody_elses_now_is_healed(start_stack: Start) -> None:
    first = start_stack()
    first.wait_until_ready()
    first.stop()
    pid_file = first.data_dir / "postgres" / "cluster" / "postmaster.pid"
    owner = pid_file.parent.stat()
    identity = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    with subprocess.Popen(("sleep", "60"), **identity) as bystander:
        pid_file.write_text(f"{bystander.pid}\n{pid_file.parent}\n0\n1\n\n127.0.0.1\n  1 1\nready   \n")
        os.chown(pid_file, owner.st_uid, owner.st_gid)
        start_stack().wait_until_ready()
        assert bystander.poll() is None
        bystander.kill()


def test_broken_append_only_files_do_not_keep_valkey_from_starting(start_stack: Start) -> None:
    first = start_stack()
    ready = first.wait_until_ready()
    with redis.from_url(ready["redis_url"]) as client:
        client.set("doorbell", "rung")
    first.stop()
    for path in (first.data_dir / "valkey" / "appendonlydir").glob("*.incr.aof"):
        path.write_bytes(b"*3\r\n$3\r\nSET\r\nnonsense" * 10)
    again = start_stack().wait_until_ready()
    with redis.from_url(again["redis_url"]) as client:
        assert client.get("doorbell") is None
