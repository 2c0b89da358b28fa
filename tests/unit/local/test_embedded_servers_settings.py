"""What the embedded servers are told."""

from pathlib import Path

from ombud.local.embedded_postgres import SETTINGS, EmbeddedPostgres
from ombud.local.embedded_valkey import EmbeddedValkey


def test_no_comment_can_get_into_the_database_log() -> None:
    assert SETTINGS["log_min_messages"] == "log"
    assert SETTINGS["log_min_error_statement"] == "panic"
    assert SETTINGS["log_error_verbosity"] == "terse"
    assert SETTINGS["log_parameter_max_length"] == SETTINGS["log_parameter_max_length_on_error"] == "0"


def test_what_is_committed_survives_a_crash() -> None:
    assert SETTINGS["fsync"] == SETTINGS["synchronous_commit"] == SETTINGS["full_page_writes"] == "on"


def test_passwords_are_in_no_argument_and_in_nothing_printed(tmp_path: Path) -> None:
    postgres = EmbeddedPostgres(tmp_path, "pg-secret", 1)
    valkey = EmbeddedValkey(tmp_path, "vk-secret", 2)
    for server, secret in ((postgres, "pg-secret"), (valkey, "vk-secret")):
        command = server.command({})
        assert secret not in " ".join(command.argv)
        assert secret not in repr(command) + repr(server)
        assert secret not in "".join(command.environment.values())


def test_the_database_server_inherits_nothing_of_our_environment(tmp_path: Path) -> None:
    assert set(EmbeddedPostgres(tmp_path, "p", 1).command({}).environment) == {"LC_ALL", "TZ", "PATH"}
