"""The `ombud` command."""

import os
import sys
from importlib import import_module

import click

from ombud.domain.errors import OmbudError, SettingsError

_COMMANDS = {
    "up": ("ombud.cli.up:up", "Run the whole service on this machine."),
    "api": ("ombud_api.command:api", "Run the API against configured servers."),
    "worker": ("ombud_worker.command:worker", "Run a worker against configured servers."),
    "scheduler": ("ombud_worker.command:scheduler", "Run the scheduler against configured servers."),
    "db": ("ombud.cli.db:db", "Create and check the database's schema."),
    "site": ("ombud.cli.site:site", "Add sites and manage their keys."),
    "policy": ("ombud.cli.policy:policy", "Check, show and activate a site's policy."),
    "score": ("ombud.cli.score:score", "Score and judge texts, storing nothing."),
    "model": ("ombud.cli.model:model", "List, check, evaluate and train scoring models."),
    "import": ("ombud.cli.history:import_", "Import comments that were decided elsewhere."),
    "dsa": ("ombud.cli.dsa:dsa", "Export statements of reasons for the EU's transparency database."),
    "erase": ("ombud.cli.erase:erase", "Keep receipts of erasures, and replay them on a restored backup."),
    "redrive": ("ombud.cli.redrive:redrive", "Make stuck comments due again, now."),
    "redeliver": ("ombud.cli.redeliver:redeliver", "Send again what webhooks did not get."),
    "demo": ("ombud.cli.demo:demo", "Play readers' traffic against a running service."),
    "bench": ("ombud.cli.bench:bench", "Measure speed, as ratios in one run."),
    "local-setup": ("ombud.cli.local_setup:local_setup", ""),
}
"""Where each command lives. They are imported when used: help stays quick, and a worker never loads the API."""

_HIDDEN = frozenset({"local-setup"})


class _Commands(click.Group):
    """Sub-commands by name, imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return [name for name in _COMMANDS if name not in _HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ombud", prog_name="ombud")
def cli() -> None:
    """Ombud moderates reader comments: it scores them, checks your rules, decides, and tells your website.

    Exit codes: 0 done, 1 a check failed or something is missing, 2 wrong use.
    """


def main() -> None:
    """Run the command; an expected failure is one clear sentence, never a traceback."""
    try:
        cli(standalone_mode=True)
    except OmbudError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2 if isinstance(error, SettingsError) else 1)
    except ModuleNotFoundError as error:
        if (error.name or "ombud").startswith("ombud"):
            raise
        click.echo(f"Error: this command needs the package '{error.name}', which is not installed.", err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
