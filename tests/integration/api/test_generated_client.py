"""The API's description is good enough to make a client of: one is generated, and talks to a real server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.integration.api.caller import KIND
from tests.integration.api.conftest import OpenedSite

PROGRAM = """
import sys
from generated import AuthenticatedClient
from generated.api.comments import read_comment, submit_comment
from generated.api.readers import read_status, report_comment
from generated.models import ArticleBody, AuthorBody, CommentBody, Problem, ReportBody

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
body = CommentBody(text=sys.argv[3], article=ArticleBody(id="a-1"), author=AuthorBody(id="u-1"), external_id="c-1")
posted = submit_comment.sync(client=client, body=body)
print(posted.id, posted.status.value, posted.author.id)
read = read_comment.sync(posted.id, client=client)
assert read.text == sys.argv[3], read
reported = report_comment.sync(posted.id, client=client, body=ReportBody(reporter="r-1", reason="spam"))
assert reported.reason == "spam", reported
assert read_status.sync(posted.id, client=client).state.value == "pending"
refused = submit_comment.sync(client=client, body=CommentBody("", ArticleBody("a-1"), AuthorBody("u-1")))
assert isinstance(refused, Problem) and refused.type_ == "/problems/invalid-request", refused
"""


@pytest.fixture(scope="module")
def generated(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package `generated`, made of the description alone."""
    folder = tmp_path_factory.mktemp("client")
    description = folder / "openapi.json"
    description.write_bytes(app.test_client().get("/openapi.json").data)
    settings = folder / "config.yaml"
    settings.write_text("post_hooks: []\n")
    made = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
            *("--path", str(description), "--output-path", str(folder / "generated"), "--config", str(settings)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def test_a_generated_client_posts_reads_reports_and_understands_a_refusal(
    generated: Path, address: str, site: OpenedSite, moderate: Callable[[], int]
) -> None:
    program = [sys.executable, "-W", "error", "-c", PROGRAM, address, site.key().secret, KIND]
    environment = {**os.environ, "PYTHONPATH": str(generated)}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    comment_id, status, author = done.stdout.split()
    assert (status, author) == ("pending", "u-1")
    assert moderate() == 1
    assert site.caller().read(comment_id)["status"] == "approved"


def test_every_call_has_its_function(generated: Path) -> None:
    described = json.loads((generated / "openapi.json").read_text())
    names = {one["operationId"] for path in described["paths"].values() for one in path.values()}
    assert names == {path.stem for path in (generated / "generated" / "api").glob("*/*.py") if path.stem != "__init__"}
