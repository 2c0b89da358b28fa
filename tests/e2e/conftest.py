"""The whole service as real processes, for tests that follow a reader from the first word to the last."""

from collections.abc import Iterator

import pytest

from tests.reliability.stack import Stack, running_stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack
