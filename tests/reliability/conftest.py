"""One stack for all reliability tests; each test gets a site of its own and leaves the stack whole."""

from collections.abc import Iterator

import pytest

from tests.reliability.stack import Stack, running_stack
from tests.reliability.website import Website


@pytest.fixture(scope="session")
def running() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture
def stack(running: Stack) -> Iterator[Stack]:
    """Everything runs, and does so again afterwards."""
    running.heal()
    yield running
    running.heal()


@pytest.fixture
def site(stack: Stack) -> Website:
    return stack.open_site()
