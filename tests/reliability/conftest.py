"""One stack for all reliability tests; each test gets a site of its own and leaves the stack whole."""

from collections.abc import Iterator

import pytest

from tests.receiver import Receiver, receiving
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


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """What a site's webhook leads to; it does not fail when Ombud does."""
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def told_site(stack: Stack, receiver: Receiver) -> Website:
    """A site that is told of its events."""
    return stack.open_site(receiver)
