"""The whole local stack: real PostgreSQL and Valkey, stand-in deployables."""

import json
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis

from ombud.local.deployables import answers_ok
from ombud.local.ports import choose_port

Start = Callable[..., Any]
ComeTrue = Callable[..., bool]


def test_when_it_is_ready_everything_answers(start_stack: Start) -> None:
    stack = start_stack()
    ready = stack.wait_until_ready()
    assert answers_ok("127.0.0.1", stack.port, "/readyz")
    with psycopg.connect(ready["database_url"]) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == ("ombud", "ombud")
    with redis.from_url(ready["redis_url"]) as client:
        assert client.ping()
    assert ready["site_key"] == "made-by-setup"
    assert all(psutil.pid_exists(pid) for pid in ready["pids"].values())


def test_sigterm_stops_everything_within_ten_seconds(start_stack: Start) -> None:
    stack = start_stack()
    stack.wait_until_ready()
    assert len(stack.tree) >= 12
    assert stack.stop(signal.SIGTERM) < 10
    assert stack.alive() == []


def test_sigint_stops_everything_also_where_a_child_is_deaf(start_stack: Start) -> None:
    stack = start_stack(STAND_IN_DEAF="worker")
    stack.wait_until_ready()
    assert 4 < stack.stop(signal.SIGINT) < 10
    assert stack.alive() == []
    assert "worker did not stop in time" in stack.log.read_text()


def test_a_second_signal_means_out_of_patience(start_stack: Start) -> None:
    stack = start_stack(STAND_IN_DEAF="worker")
    stack.wait_until_ready()
    stack.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert stack.stop(signal.SIGINT) < 3
    assert stack.alive() == []


def test_a_clean_stop_leaves_not_even_zombies(start_stack: Start) -> None:
    stack = start_stack()
    stack.wait_until_ready()
    stack.stop()
    assert [process for process in stack.tree if process.is_running()] == []


def test_a_second_start_finds_its_data_keys_and_ports(start_stack: Start) -> None:
    first = start_stack()
    ready = first.wait_until_ready()
    with psycopg.connect(ready["database_url"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    again = start_stack().wait_until_ready()
    with psycopg.connect(again["database_url"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    del ready["pids"], again["pids"]
    assert again == ready


def test_a_port_that_somebody_else_took_is_replaced(start_stack: Start) -> None:
    first = start_stack()
    before = first.wait_until_ready()
    first.stop()
    state = json.loads((first.data_dir / "local.json").read_text())
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", state["postgres_port"]))
        other.listen()
        after = start_stack().wait_until_ready()
    assert after["database_url"] != before["database_url"]
    psycopg.connect(after["database_url"]).close()


def test_a_second_up_on_the_same_data_is_refused_in_one_sentence(start_stack: Start) -> None:
    first = start_stack()
    first.wait_until_ready()
    begun = time.monotonic()
    second = start_stack()
    assert second.process.wait(10) == 1
    assert time.monotonic() - begun < 5
    assert f"already runs on {first.data_dir} (process {first.process.pid})" in second.log.read_text()
    assert first.process.poll() is None


def test_a_taken_port_is_named_and_nothing_is_left_running(start_stack: Start) -> None:
    with socket.socket() as stack_port:
        stack_port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe = start_stack(STAND_IN_FAILS="db")  # learns the port; ends by itself
        assert probe.process.wait(30) == 1
        stack_port.bind(("127.0.0.1", probe.port))
        stack_port.listen()
        stack = start_stack()
        assert stack.process.wait(10) == 1
    assert f"Port {probe.port} of 127.0.0.1 is taken" in stack.log.read_text()


def test_a_failed_migration_ends_the_start_and_everything(start_stack: Start) -> None:
    stack = start_stack(STAND_IN_FAILS="db")
    assert stack.process.wait(30) == 1
    assert "migration failed (exit code 3)" in stack.log.read_text()
    mine = [p for p in psutil.process_iter(["cwd"]) if str(stack.data_dir) in str(p.info["cwd"])]
    assert mine == []


def test_an_api_that_cannot_start_ends_the_start_after_three_tries(start_stack: Start) -> None:
    stack = start_stack(STAND_IN_FAILS="api")
    assert stack.process.wait(30) == 1
    assert stack.log.read_text().count("api begins") == 3
    assert "api did not get ready" in stack.log.read_text()


def test_a_corrupted_local_json_is_a_clear_error(start_stack: Start) -> None:
    first = start_stack()
    first.wait_until_ready()
    first.stop()
    (first.data_dir / "local.json").write_text('{"stack_id": ')
    second = start_stack()
    assert second.process.wait(10) == 1
    assert "local.json cannot be used (not JSON at line 1)" in second.log.read_text()
    assert "Traceback" not in second.log.read_text()


def test_secrets_on_disk_are_for_the_owner_alone(start_stack: Start) -> None:
    stack = start_stack()
    stack.wait_until_ready()
    for path in (stack.data_dir / "local.json", *stack.data_dir.iterdir()):
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path


def test_a_readers_words_never_get_into_the_database_log(start_stack: Start) -> None:
    stack = start_stack()
    ready = stack.wait_until_ready()
    with psycopg.connect(ready["database_url"], autocommit=True) as connection:
        connection.execute("CREATE TABLE said (words text UNIQUE, number int)")
        connection.execute("INSERT INTO said VALUES ('outrageous', 1)")
        for statement in (
            "INSERT INTO said VALUES ('outrageous', 1)",
            "SELECT 'outrageous'::int",
            "SELECT outrageous",
        ):
            try:
                connection.execute(statement)
            except psycopg.Error:
                continue
    stack.stop()
    assert "outrageous" not in Path(stack.log).read_text()


def test_a_stop_while_it_still_starts_leaves_nothing(start_stack: Start, come_true: ComeTrue) -> None:
    stack = start_stack(STAND_IN_SLOW="db")
    assert come_true(lambda: "db begins" in stack.log.read_text())
    stack.tree = psutil.Process(stack.process.pid).children(recursive=True)
    assert stack.stop() < 10
    assert stack.alive() == []


def test_a_configured_database_is_used_and_none_started(start_stack: Start, postgres_url: str) -> None:
    stack = start_stack(OMBUD_DATABASE_URL=postgres_url)
    ready = stack.wait_until_ready()
    assert ready["database_url"] == postgres_url
    assert ready["pids"]["postgres"] is None
    assert not (stack.data_dir / "postgres").exists()


def test_a_copied_data_folder_runs_beside_its_original(start_stack: Start) -> None:
    original = start_stack()
    original.wait_until_ready()
    original.stop()
    copied = original.data_dir.with_name('a "copy" é')
    subprocess.run(("cp", "-a", original.data_dir, copied), check=True)
    first = start_stack().wait_until_ready()
    second = start_stack(copied.name, choose_port(None)).wait_until_ready()
    assert first["database_url"] != second["database_url"]
    with psycopg.connect(first["database_url"]) as one, psycopg.connect(second["database_url"]) as other:
        assert one.execute("SHOW data_directory").fetchone() != other.execute("SHOW data_directory").fetchone()
    assert all(psutil.pid_exists(pid) for pid in first["pids"].values() if pid)


def test_a_data_folder_that_cannot_be_made_is_named(start_stack: Start, reachable_folder: Path) -> None:
    (reachable_folder / "file").touch()
    stack = start_stack("file")
    assert stack.process.wait(10) == 1
    assert "cannot be made: File exists" in stack.log.read_text()
