"""A server that hands out models."""

from collections.abc import Iterator

import pytest

from tests.file_server import FileServer, file_server


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as running:
        yield running
