"""What the images run, run here without Docker: the wheel, with the packages of the image's lock and no others."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from redis import AuthenticationError, Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from ombud.local.embedded_valkey import EmbeddedValkey
from ombud.local.ports import choose_port
from tests.deployment import ROOT, command_of, compose, lock_of

READY_SECONDS = 30.0
STOP_SECONDS = 20.0
SECRETS = {"OMBUD_SECRET_KEY": "k" * 64, "OMBUD_METRICS_TOKEN": "m" * 64}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [found] = folder.glob("*.whl")
    return found


def test_the_wheel_holds_everything_that_is_not_code_too(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(root))
        for root in (ROOT / "shared", ROOT / "services/api", ROOT / "services/worker")
        for package in root.glob("ombud*")
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert not wanted - held
    some = {"ombud/policy/starter.yaml", "ombud/scoring/models/weights/linear/weights.npz", "ombud/py.typed"}
    some |= {"ombud/storage/migrations/script.py.mako", "ombud_api/py.typed", "ombud_worker/py.typed"}
    assert some <= held
    assert not {name for name in held if not name.startswith(("ombud/", "ombud_api/", "ombud_worker/", "ombud-"))}


@pytest.fixture(scope="module")
def site_packages(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """One folder of packages for each image: the wheel, and links to what the lock names, out of our own packages."""
    return {name: _site_packages(wheel, lock_of(name), tmp_path_factory.mktemp(name)) for name in ("api", "worker")}


def _site_packages(wheel: Path, lock: Path, folder: Path) -> Path:
    zipfile.ZipFile(wheel).extractall(folder)
    for name, condition in re.findall(r"^([a-z0-9-]+)(?:\[[^]]*])?==[^ ]+( ;)?", lock.read_text("utf-8"), re.MULTILINE):
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            assert condition, f"{name} is locked for {lock.stem} and not installed"
            continue  # for another system or Python
        for top in {file.parts[0] for file in installed.files or () if file.parts[0] != ".."}:
            link = folder / top
            if top != "__pycache__" and not link.exists():
                link.symlink_to(Path(str(installed.locate_file(top))))
    return folder


@pytest.fixture
def environment(postgres_url: str, valkey_url: str) -> Iterator[dict[str, str]]:
    """The containers' variables, with an empty database and a free port."""
    name = f"images_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    yield {
        **SECRETS,
        "OMBUD_DATABASE_URL": f"{postgres_url.rpartition('/')[0]}/{name}",
        "OMBUD_REDIS_URL": valkey_url,
        "OMBUD_HOST": "127.0.0.1",
        "OMBUD_PORT": str(choose_port(None)),
    }
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_containers_commands_decide_a_comment_together(
    site_packages: Mapping[str, Path], environment: dict[str, str], tmp_path: Path
) -> None:
    images = {"api": "api", "worker": "worker", "scheduler": "worker", "migrate": "worker"}
    host = f"http://127.0.0.1:{environment['OMBUD_PORT']}"

    def arguments(service: str, *instead: str) -> tuple[list[str], dict[str, str]]:
        # -S: without the packages of our own .venv
        words = instead or tuple(command_of(service)[1:])
        variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site_packages[images[service]]), **environment}
        return [sys.executable, "-S", "-m", "ombud", *words], variables

    def run(service: str, *instead: str) -> str:
        words, variables = arguments(service, *instead)
        done = subprocess.run(words, env=variables, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(service: str) -> Iterator["subprocess.Popen[str]"]:
        words, variables = arguments(service)
        with (tmp_path / f"{service}.log").open("w") as log:
            process = subprocess.Popen(words, env=variables, cwd=tmp_path, stdout=log, stderr=log, text=True)
        try:
            yield process
            assert process.poll() is None, (tmp_path / f"{service}.log").read_text()
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(STOP_SECONDS) == 0, (tmp_path / f"{service}.log").read_text()

    assert "went from nothing to" in run("migrate")
    key = run("api", "site", "add", "gazette").strip()
    with ExitStack() as stack:
        for service in ("api", "worker", "scheduler"):
            stack.enter_context(running(service))
        _wait_until_healthy(environment["OMBUD_PORT"])
        assert httpx.get(f"{host}/readyz").json() == {"status": "ok", "problems": []}
        post, shown = _first_comment_of_the_readme()
        headers = {"Authorization": f"Bearer {key}", "Prefer": "wait=10", "Content-Type": "application/json"}
        answer = httpx.post(f"{host}/v1/comments", headers=headers, content=post, timeout=15)
        assert answer.status_code == 200
        assert _same_but_for_values(shown, answer.json())


def _first_comment_of_the_readme() -> tuple[str, dict[str, Any]]:
    readme = (ROOT / "README.md").read_text("utf-8")
    [post] = re.findall(r"^  -d '(.*)'$", readme, re.MULTILINE)
    [answer] = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    return post, json.loads(answer)


def _same_but_for_values(shown: Any, answered: Any) -> bool:
    """Whether all that is shown is in the answer: names, and words that are no sentence or id. Figures may differ."""
    if isinstance(shown, dict):
        return all(name in answered and _same_but_for_values(shown[name], answered[name]) for name in shown)
    if isinstance(shown, list):
        return all(_same_but_for_values(*pair) for pair in zip(shown, answered, strict=False))
    return bool(shown == answered) if str(shown).isalpha() else type(shown) is type(answered)


def _wait_until_healthy(port: str) -> None:
    """Ask as the compose file asks."""
    kind, _, *words = compose()["services"]["api"]["healthcheck"]["test"]
    assert kind == "CMD"
    check = [sys.executable, *(word.replace(":8000/", f":{port}/") for word in words)]
    deadline = time.monotonic() + READY_SECONDS
    while subprocess.run(check, capture_output=True, check=False).returncode != 0:
        assert time.monotonic() < deadline, "the API did not get healthy"
        time.sleep(0.1)


def test_the_workers_image_has_no_api(site_packages: Mapping[str, Path], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "ombud", "api"],
        env={"PYTHONPATH": str(site_packages["worker"])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        "Error: this command needs the package 'flask', which is not installed.\n",
    )


def test_valkey_takes_the_configuration_of_the_compose_file(tmp_path: Path) -> None:
    *shell, script = compose()["services"]["valkey"]["command"]
    port = choose_port(None)
    (tmp_path / "valkey-server").symlink_to(EmbeddedValkey(tmp_path, "unused", port).command({}).argv[0])
    script = script.replace("$$", "$").replace("dir /data", f"dir {tmp_path}\nport {port}\nbind 127.0.0.1")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "VALKEY_PASSWORD": "p4ss"}
    process = subprocess.Popen([*shell, script], env=environment, stdout=subprocess.DEVNULL)
    try:
        with Redis(port=port, password="p4ss", retry=Retry(ConstantBackoff(0.1), 50)) as client:
            assert client.ping()
            settings = client.config_get("appendonly", "maxmemory-policy", "maxmemory")
        assert settings == {"appendonly": "yes", "maxmemory-policy": "noeviction", "maxmemory": str(384 * 1024 * 1024)}
        with Redis(port=port) as stranger, pytest.raises(AuthenticationError):
            stranger.ping()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0
