"""`ombud api`."""

import click

from ombud.settings import load_settings


@click.command()
def api() -> None:
    """Run the API against configured servers, until TERM."""
    from ombud_api.serve import serve

    serve(load_settings())
