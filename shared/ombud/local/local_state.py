"""What `ombud up` makes once and finds again: keys, passwords, ports. Kept in `DATA_DIR/local.json`, mode 0600."""

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ombud.local.errors import LocalStackError

FILE = "local.json"


def _secret() -> str:
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class LocalState:
    """One local stack. `cluster_home` is relative to the data folder where it lies within."""

    stack_id: str = field(default_factory=lambda: secrets.token_hex(8))
    secret_key: str = field(default_factory=_secret, repr=False)
    metrics_token: str = field(default_factory=_secret, repr=False)
    postgres_password: str = field(default_factory=_secret, repr=False)
    valkey_password: str = field(default_factory=_secret, repr=False)
    site_key: str | None = field(default=None, repr=False)
    cluster_home: str | None = None
    postgres_port: int | None = None
    valkey_port: int | None = None


NUMBERS = {"postgres_port", "valkey_port"}
OPTIONAL = {"site_key", "cluster_home", *NUMBERS}


def load_state(data_dir: Path) -> LocalState:
    """Read the state, or make a new one where there is none (not yet saved).

    `LocalStackError` where the file is unreadable, or gone while a database that needs its password is there.
    """
    path = data_dir / FILE
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if (data_dir / "postgres" / "cluster").exists():
            raise LocalStackError(
                f"{path} is gone, and with it the password of the database beside it. Restore it, or move "
                f"{data_dir} away to begin anew."
            ) from None
        return LocalState()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    try:
        document = json.loads(content)
    except json.JSONDecodeError as error:
        raise _unreadable(path, f"not JSON at line {error.lineno}") from None
    return _checked(path, document)


def save_state(data_dir: Path, state: LocalState) -> None:
    """Write the state so that a crash leaves either the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=f"{FILE}.", dir=data_dir)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(state), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(data_dir / FILE)
    except BaseException:
        Path(name).unlink()
        raise


def _checked(path: Path, document: object) -> LocalState:
    if not isinstance(document, dict):
        raise _unreadable(path, "not an object")
    found: dict[str, Any] = {}
    for known in fields(LocalState):
        value = document.get(known.name)
        wanted = int if known.name in NUMBERS else str
        if type(value) is not wanted and not (value is None and known.name in OPTIONAL):
            raise _unreadable(path, f"{known.name} is missing or wrong")
        found[known.name] = value
    return LocalState(**found)


def _unreadable(path: Path, cause: str) -> LocalStackError:
    return LocalStackError(
        f"{path} cannot be used ({cause}). It holds the keys of the data beside it: restore it from a backup, or move "
        f"{path.parent} away to begin anew."
    )
