"""What every test run has: the servers, a clean environment, and an honest account of what was skipped.

OMBUD_REQUIRE_ALL=1 makes a skip for want of something a failure, which is how CI runs. Allowed is then only `skipif`:
on what the machine simply is, such as "not root", and on the length of the run.
OMBUD_PROVE=1 asks for the long versions: `from tests.length import PROVE`.
"""

import os
from collections.abc import Callable, Generator
from importlib.util import find_spec

import pytest
from hypothesis import settings as hypothesis_settings

from tests.browser import chromium
from tests.length import PROVE
from tests.servers import *  # noqa: F403  pytest finds fixtures by name

REQUIRE_ALL = os.environ.get("OMBUD_REQUIRE_ALL") == "1"
_FOR_TESTS = {"OMBUD_REQUIRE_ALL", "OMBUD_PROVE"}
_NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "needs_browser": (lambda: chromium() is not None, "There is no Chromium here, so nothing was tried in a browser."),
    "needs_torch": (
        lambda: all(map(find_spec, ("torch", "transformers", "detoxify", "onnx"))),
        "torch and Detoxify are not installed, so nothing was converted or compared with them: `make torch`.",
    ),
}

for _name in [name for name in os.environ if name.startswith("OMBUD_")]:
    if _name not in _FOR_TESTS and not _name.startswith("OMBUD_TEST_"):
        del os.environ[_name]  # an operator's settings must not decide how a test goes

hypothesis_settings.register_profile("seeded", derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile("prove", max_examples=2000, deadline=None)
hypothesis_settings.load_profile("prove" if PROVE else "seeded")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot be tried here, with a sentence."""
    for marker, (is_here, sentence) in _NEEDS.items():
        if item.get_closest_marker(marker) and not is_here():
            pytest.skip(sentence)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is required, turn the skip of a test into a failure."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and not _may_be_skipped(item):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Where everything is required, turn the skip of a whole file into a failure."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        _fail(report)
    return report


def _may_be_skipped(item: pytest.Item) -> bool:
    return item.get_closest_marker("skipif") is not None


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"Everything is required here, but this was skipped. {reason}"
