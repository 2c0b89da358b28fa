"""The evaluation's page in a real browser: light, dark and on a telephone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.evaluation import LabelledTexts, evaluate
from ombud.scoring.evaluation.page.page import evaluation_page
from tests.browser import chromium

pytestmark = pytest.mark.needs_browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed.")

SECTIONS = ("sport", "W" * 80, "<script>document.title = 'caught'</script>", "בעברית", "")


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = tuple(f"{number} score:toxicity={number / 500}" for number in range(500))
    labels = tuple(int(number % 5 == 0 or number > 400) for number in range(500))
    labelled = LabelledTexts(texts, labels, tuple(SECTIONS[number % 5] for number in range(500)))
    found = evaluate(DeterministicEngine(), labelled, "toxicity", bands={"hold": 0.6, "reject": 0.95})
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(evaluation_page(found, "a file with a very long name, by section.csv", "section"), "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_it_fits_runs_nothing_and_can_be_read(browser: object, page_file: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[attr-defined]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() == "Ombud: How well deterministic recognises toxicity"
    assert complaints == []
    smallest = page.evaluate("""Math.min(...[...document.querySelectorAll('svg.plot text')].map(
        text => text.getBoundingClientRect().height))""")
    assert smallest >= 8
    paper, ink = page.evaluate("(style => [style.backgroundColor, style.color])(getComputedStyle(document.body))")
    assert _contrast(paper, ink) > 7
    page.close()


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as the browser writes them, by WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
