"""`ombud up`: the whole service on one machine."""

from pathlib import Path

import click
from pydantic import SecretStr

from ombud.local import up as local_stack
from ombud.settings import load_settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the API; OMBUD_PORT, or 8000.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where databases and keys are kept; OMBUD_DATA_DIR, or ./var.",
)
@click.option("--no-demo", is_flag=True, help="Begin with an empty site named local instead of the demo newsroom.")
@click.option("--ready-json", is_flag=True, help="When ready, print one line of JSON on stdout; logs go to stderr.")
def up(port: int | None, data_dir: Path | None, no_demo: bool, ready_json: bool) -> None:
    """Run the whole service on this machine, until Ctrl-C.

    Starts PostgreSQL and Valkey where OMBUD_DATABASE_URL or OMBUD_REDIS_URL are unset, migrates the database, then
    runs the API, the worker, the deliverer and the scheduler, and restarts what ends. A second start finds its data
    again.
    """
    settings = load_settings()
    local_stack.up(
        local_stack.Plan(
            data_dir=data_dir or settings.data_dir,
            host=settings.host,
            port=port or settings.port,
            public_url=settings.public_url,
            database_url=_shown(settings.database_url),
            redis_url=_shown(settings.redis_url),
            secret_key=_shown(settings.secret_key),
            metrics_token=_shown(settings.metrics_token),
            demo=not no_demo,
            ready_json=ready_json,
            log_format=settings.log_format,
        )
    )


def _shown(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
