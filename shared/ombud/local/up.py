"""The whole service on one machine, from an empty folder to ready and back."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ombud.local.announcement import PROCESSES, Ready
from ombud.local.data_lock import locked
from ombud.local.deployables import DEPLOYABLES, MIGRATION, SETUP, Deployable, DeployableService, reachable_host
from ombud.local.embedded_servers import ServerHomes, find_homes, start_postgres, start_valkey
from ombud.local.errors import LocalStackError
from ombud.local.forwarded_log import ForwardedLog
from ombud.local.leftovers import MARK, kill_leftovers
from ombud.local.local_state import LocalState, load_state, save_state
from ombud.local.ports import is_free
from ombud.local.processes import Command, adopt_orphans, reap_orphans
from ombud.local.supervisor import StopRequested, Supervisor
from ombud.local.watchdog import watched

READY_SECONDS = 90.0  # the first start reads the model from a cold disk
TRIES = 3
STOP_SECONDS = 5.0  # for Ombud's own processes; with the servers' time and the last rites under 10 s in all
SERVERS_STOP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start. Addresses and secrets that are None are made and kept in the data folder.

    `program` is what the deployables' arguments are given to; tests give it a stand-in.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    database_url: str | None = field(default=None, repr=False)
    redis_url: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    metrics_token: str | None = field(default=None, repr=False)
    demo: bool = True
    ready_json: bool = False
    log_format: Literal["console", "json"] = "console"
    program: tuple[str, ...] = (sys.executable, "-m", "ombud")
    deployables: tuple[Deployable, ...] = DEPLOYABLES


def up(plan: Plan) -> None:
    """Start everything, keep it running, return when asked to stop and all has stopped.

    `LocalStackError` says why it cannot start; nothing is left running then either.
    """
    plan = replace(plan, data_dir=_usable_folder(plan.data_dir))
    with ExitStack() as stack:
        lock = stack.enter_context(locked(plan.data_dir))
        homes, state, locks = find_homes(
            plan.data_dir,
            load_state(plan.data_dir),
            postgres=plan.database_url is None,
            valkey=plan.redis_url is None,
            locks=stack,
        )
        # With the folder, because a copied one has the same id.
        mark = f"{state.stack_id} {plan.data_dir}"
        kill_leftovers(mark, homes.folders, gentle=2.0)
        _check_port(plan)
        adopt_orphans()
        stack.enter_context(watched(mark, homes.folders, (lock, *locks)))
        log = ForwardedLog(sys.stderr.fileno() if plan.ready_json else sys.stdout.fileno(), plan.log_format)
        supervisor = Supervisor(log, {MARK: mark})
        stack.enter_context(supervisor.listening())
        try:
            _start(plan, state, homes, supervisor, log)
            supervisor.run()
        except StopRequested:
            log.line("up", "stopping")
        finally:
            own = [deployable.name for deployable in plan.deployables]
            supervisor.stop([(own, STOP_SECONDS), (["valkey", "postgres"], SERVERS_STOP_SECONDS)])
            kill_leftovers(mark, homes.folders)
            reap_orphans(())


def _start(plan: Plan, state: LocalState, homes: ServerHomes, supervisor: Supervisor, log: ForwardedLog) -> None:
    if homes.postgres is not None:
        postgres = start_postgres(supervisor, homes.postgres, state)
        plan, state = replace(plan, database_url=postgres.url), replace(state, postgres_port=postgres.port)
    if homes.valkey is not None:
        valkey = start_valkey(supervisor, homes.valkey, state)
        plan, state = replace(plan, redis_url=valkey.url), replace(state, valkey_port=valkey.port)
    save_state(plan.data_dir, state)
    environment = child_environment(plan, state)
    log.feed("migration", supervisor.once(Command("migration", (*plan.program, *MIGRATION), environment)))
    site_key, desk_login_url, more = _set_up(plan, environment, supervisor)
    save_state(plan.data_dir, replace(state, site_key=site_key))
    environment |= more
    for deployable in plan.deployables:
        supervisor.keep(DeployableService(deployable, plan.program, environment, plan.host, plan.port))
    for deployable in plan.deployables:
        if not supervisor.wait_until_ready(deployable.name, READY_SECONDS, TRIES):
            raise LocalStackError(f"{deployable.name} did not get ready; its own words are above.")
    ready = Ready(
        url=plan.public_url or _url(reachable_host(plan.host), plan.port),
        site_key=site_key,
        desk_login_url=desk_login_url,
        metrics_token=environment["OMBUD_METRICS_TOKEN"],
        database_url=environment["OMBUD_DATABASE_URL"],
        redis_url=environment["OMBUD_REDIS_URL"],
        pids={name: supervisor.pid(name) for name in PROCESSES},
        data_dir=plan.data_dir,
        demo=plan.demo,
    )
    if plan.ready_json:
        os.write(sys.stdout.fileno(), ready.as_line().encode())
    else:
        log.plain(ready.as_text())


def child_environment(plan: Plan, state: LocalState) -> dict[str, str]:
    """Our own environment, with the settings of the stack; empties the folder that the processes share metrics in."""
    metrics = plan.data_dir / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(mode=0o700)
    made = {
        "OMBUD_DATABASE_URL": plan.database_url,
        "OMBUD_REDIS_URL": plan.redis_url,
        "OMBUD_SECRET_KEY": plan.secret_key or state.secret_key,
        "OMBUD_METRICS_TOKEN": plan.metrics_token or state.metrics_token,
        "OMBUD_DATA_DIR": str(plan.data_dir),
        "OMBUD_HOST": plan.host,
        "OMBUD_PORT": str(plan.port),
        "OMBUD_LOG_FORMAT": plan.log_format,
        "OMBUD_LOCAL_SITE_KEY": state.site_key,
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        "PYTHONUNBUFFERED": "1",  # a line of the log is seen when it is written
    }
    return {**os.environ, **{name: value for name, value in made.items() if value is not None}}


def _set_up(
    plan: Plan, environment: Mapping[str, str], supervisor: Supervisor
) -> tuple[str | None, str | None, dict[str, str]]:
    """Let a child make the local site, its key and the demo; the key, the desk's login link and further settings."""
    options = () if plan.demo else ("--no-demo",)
    output = supervisor.once(Command("setup", (*plan.program, *SETUP, *options), environment))
    try:
        made = json.loads(output)
        return made["site_key"], made["desk_login_url"], dict(made.get("environment", {}))
    except (ValueError, KeyError, TypeError):
        raise LocalStackError("setup did not answer as expected; its own words are above.") from None


def _usable_folder(data_dir: Path) -> Path:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LocalStackError(f"OMBUD_DATA_DIR {data_dir} cannot be made: {error.strerror}.") from None
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise LocalStackError(f"OMBUD_DATA_DIR {data_dir} cannot be written to by this user.")
    return data_dir.resolve()


def _check_port(plan: Plan) -> None:
    try:
        free = is_free(plan.host, plan.port)
    except OSError as error:
        raise LocalStackError(f"OMBUD_HOST {plan.host} cannot be listened on: {error.strerror}.") from None
    if not free:
        raise LocalStackError(f"Port {plan.port} of {plan.host} is taken. Free it, or choose another with --port.")


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
