"""Doors of a test's own site, opened over HTTP in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ombud.storage.database import Database, current_time
from ombud.storage.policies import activate_policy
from tests.integration.api.conftest import POLICY, OpenedSite


@dataclass(frozen=True, slots=True)
class Door:
    """Sends what a client would send. `key` is a door key of the site."""

    app: Flask
    key: str

    def post(self, path: str, body: object = None, **sent: Any) -> TestResponse:
        """Send JSON, or what werkzeug's `open` takes."""
        told = {} if body is None else {"json": body}
        return self.app.test_client().post(path, **told, **sent)


@pytest.fixture
def door(site: OpenedSite) -> Door:
    return Door(site.app, site.door_key().secret)


@pytest.fixture
def set_doors(site: OpenedSite, database: Database, make_app: Callable[..., Flask]) -> Callable[..., Door]:
    """Give the site a policy that says something of its doors; the application may have other settings."""

    def set_them(doors: str, **settings: Any) -> Door:
        with database.transaction() as connection:
            now = current_time(connection)
            activate_policy(connection, site.site.id, f"{POLICY}\ndoors: {doors}\n", by="test", note="", now=now)
        return Door(make_app(**settings), site.door_key().secret)

    return set_them
