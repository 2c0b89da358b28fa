"""The rules of the house that no linter knows."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import SecretStr

from ombud.cli import cli
from ombud.policy.expressions import Condition
from ombud.policy.parse import parse_policy
from ombud.policy.signals import SIGNALS
from ombud.settings import PREFIX, Settings
from ombud_api.app import create_app

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "shared", ROOT / "services"]
LONG, TOO_LONG = 250, 400

WHY_LONG = {
    "services/api/ombud_api/demo/static/comments.js": "one page's script, served as it is: there is no build step",
}
"""Source files of more than 250 lines, and the reason for each. Over 400 lines there is no reason."""

FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "data", "info", "misc"}
WRITERS_OF_STATUS = {"comments.py", "incoming.py"}


def _files(*suffixes: str) -> Iterator[Path]:
    for folder in SOURCES:
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix in suffixes)


def _modules() -> list[Path]:
    return list(_files(".py"))


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_no_source_file_is_over_400_lines_or_over_250_without_a_reason() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in _files(".py", ".js", ".css", ".html", ".sql")
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONG and name not in WHY_LONG}
    assert not long, "Split it by what changes together, or give the reason in WHY_LONG."
    assert not {name: lines for name, lines in lengths.items() if lines > TOO_LONG}


def test_no_reason_for_length_outlives_the_length() -> None:
    for name in WHY_LONG:
        assert len(_text(name).splitlines()) > LONG, f"{name} is short now; its reason can go"


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path: {path.stem, path.parent.name} & FORBIDDEN_NAMES for path in _modules()}
    assert not {str(path): found for path, found in names.items() if found}


def test_nothing_is_imported_as_shared() -> None:
    pattern = re.compile(r"^\s*(?:from|import)\s+(?:shared|services)\b", re.MULTILINE)
    tests = (ROOT / "tests").rglob("*.py")
    assert not [str(path) for path in (*_modules(), *tests) if pattern.search(path.read_text("utf-8"))]


def test_only_the_storage_of_comments_writes_a_status() -> None:
    writing = re.compile(
        r"(?:UPDATE\s+comments\b(?:(?!\bWHERE\b).)*?\bstatus\s*=|INSERT\s+INTO\s+comments\b)", re.DOTALL | re.IGNORECASE
    )
    through_tables = re.compile(r"\b(?:update|insert)\(\s*CommentRow\b")
    found = {
        path.name
        for path in _modules()
        if "migrations" not in path.parts
        and (writing.search(text := path.read_text("utf-8")) or through_tables.search(text))
    }
    assert found == WRITERS_OF_STATUS


def test_only_the_domain_makes_a_comments_state() -> None:
    """States come from `transition()`; the storage makes one from a row that it reads."""
    makers = {path.name for path in _modules() for call in _calls(path) if call == "CommentState"}
    assert makers <= {"comment.py", "comments.py", "whole_comments.py"}


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def test_every_module_named_by_the_boundary_check_exists() -> None:
    """The check passes over names that it does not know, so a slip of the pen would switch a rule off."""
    contracts = _pyproject()["tool"]["importlinter"]["contracts"]
    floors = {f"ombud.{one.strip()}" for c in contracts for floor in c.get("layers", ()) for one in floor.split("|")}
    named = {
        name
        for c in contracts
        for key in ("source_modules", "ancestors", "allowed_importers")
        for name in c.get(key, ())
    }
    named |= {name for c in contracts for name in c.get("forbidden_modules", ()) if name.startswith("ombud")}
    assert not {name for name in floors | named if find_spec(name) is None}
    keys = ("forbidden_modules", "protected_modules")
    foreign = {name for c in contracts for key in keys for name in c.get(key, ()) if not name.startswith("ombud")}
    # PathFinder, because some packages replace themselves once they are imported.
    absent = {name for name in foreign if PathFinder.find_spec(name) is None}
    assert absent <= {"torch", "transformers", "detoxify", "onnx"}


def test_the_build_backend_is_the_locked_one() -> None:
    pyproject = _pyproject()
    [backend] = pyproject["build-system"]["requires"]
    assert backend in pyproject["dependency-groups"]["build"]
    assert all(f"{backend} \\" in _text(f"requirements/{name}.txt") for name in ("build", "run", "dev"))


def test_every_lock_has_hashes_and_agrees_with_the_largest() -> None:
    largest = _pins("dev")
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        pins = _pins(path.stem)
        assert pins
        own = pins.keys() - largest.keys() if path.stem == "detoxify" else set()
        assert not {name: pin for name, pin in pins.items() if name not in own and largest.get(name) != pin}, path.name


def _pins(name: str) -> dict[str, str]:
    blocks = re.findall(
        r"^([a-z0-9.\-]+)(?:\[[^]]*])?==(\S+)(.*(?:\n    --hash=.*)+)", _text(f"requirements/{name}.txt"), re.MULTILINE
    )
    pinned = re.findall(r"^[a-z0-9.\-]+(?:\[[^]]*])?==", _text(f"requirements/{name}.txt"), re.MULTILINE)
    assert len(blocks) == len(pinned), f"requirements/{name}.txt has a pin without a hash"
    return {package: version for package, version, _ in blocks}


def test_the_locks_name_no_registry_and_no_folder() -> None:
    place = re.compile(r"://|--(?:extra-)?index-url|--find-links|(?:^|\s)/\w", re.MULTILINE)
    assert not [path.name for path in (ROOT / "requirements").iterdir() if place.search(path.read_text("utf-8"))]


def test_the_readme_has_every_setting_and_its_description() -> None:
    assert settings_table() in _text("README.md"), f"The README's table of settings should read:\n\n{settings_table()}"


def settings_table() -> str:
    """Return the settings as the README's table."""
    rows = ["| variable | default | |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def test_the_policy_guide_has_every_signal() -> None:
    assert signals_table() in _text("docs/policy.md"), f"docs/policy.md should have this table:\n\n{signals_table()}"


def signals_table() -> str:
    """Return the signals as the policy guide's table."""
    rows = ["| signal | type | |", "| --- | --- | --- |"]
    for signal in SIGNALS.values():
        unit = f", {signal.unit}" if signal.unit else ""
        absent = " May be absent." if signal.optional else ""
        rows.append(f"| `{signal.name}` | {signal.type.value}{unit} | {signal.description}.{absent} |")
    return "\n".join(rows) + "\n"


def test_the_policy_guides_own_policy_and_conditions_can_be_used() -> None:
    guide = _text("docs/policy.md")
    [policy] = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert parse_policy(policy).rules
    [conditions] = re.findall(r"```cel\n(.*?)```", guide, re.DOTALL)
    assert all(Condition(line).signals for line in conditions.strip().splitlines())


def _documents() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
def test_every_command_that_a_document_names_exists(path: Path) -> None:
    for line in _commands_in(path.read_text("utf-8")):
        _check_command(line)


def _commands_in(document: str) -> Iterator[str]:
    yield from re.findall(r"`((?:ombud|make) [^`\n]+)`", document)
    for block in re.findall(r"```(?:sh|console)\n(.*?)```", document, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            found = re.search(r"(?:^|\s)((?:ombud|make) .*)", line)
            if found and not line.lstrip().startswith("#"):
                yield found[1]


def _check_command(line: str) -> None:
    program, *words = shlex.split(line.split("|", maxsplit=1)[0], comments=True)
    if program == "make":
        targets = re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE)
        assert words[0] in targets, f"`{line}`: there is no such target"
        return
    command: click.Command = cli
    context = click.Context(cli)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        assert found is not None, f"`{line}`: there is no command '{words[0]}'"
        command, words = found, words[1:]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options | {"--help"}, f"`{line}`"


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
def test_every_file_that_a_document_links_to_or_names_exists(path: Path) -> None:
    document = path.read_text("utf-8")
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", document)
    named = re.findall(r"`((?:shared|services|tests|docs|deploy|requirements)/[\w./-]+)`", document)
    missing = [link for link in linked if not (path.parent / link).exists()]
    assert not missing + [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
def test_every_address_that_a_document_names_exists(path: Path) -> None:
    app = create_app(Settings(database_url=SecretStr("postgresql://host/name"), redis_url=SecretStr("redis://host")))
    routes = {
        (method, re.sub(r"<[^>]+>", "*", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    document = path.read_text("utf-8")
    named = re.findall(r"`(GET|POST|PUT|DELETE) (/[^`?\s]*)", document)
    alone = re.findall(r"`(/[a-z][\w./]*)`", document)
    missing = [one for one in named if (one[0], re.sub(r"\{[^}]+}", "*", one[1])) not in routes]
    assert not missing + [one for one in alone if ("GET", one) not in routes]


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
def test_every_variable_that_a_document_names_exists(path: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+[A-Z]", path.read_text("utf-8")))
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert named <= known | {"OMBUD_REQUIRE_ALL", "OMBUD_PROVE"}


def test_the_make_targets_are_all_listed_by_help() -> None:
    makefile = _text("Makefile")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert sorted(phony.split()) == sorted(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
