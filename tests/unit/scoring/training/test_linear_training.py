"""Training on a made-up folder: it learns, it repeats, and it leaves out what it has no labels for."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="scikit-learn is not installed: training was not tried.")

from ombud.domain.errors import CallerError
from ombud.scoring.models.catalogue import load_engine
from ombud.scoring.models.manifest import read_manifest
from ombud.scoring.training.labels import FILES
from ombud.scoring.training.linear import train

TOPICS = ("bridge", "budget", "school", "match", "library", "mayor", "weather", "bus")


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    calm = [(f"The {topic} was fine on day {day}", 0) for topic in TOPICS for day in range(12)]
    rude = [(f"You dummkopf wrote about the {topic} on day {day}", 1) for topic in TOPICS for day in range(12)]
    write(tmp_path / "train" / "wikipedia_balanced.csv", ("text", "toxicity"), calm + rude)
    ham = [(f"I liked the song about the {topic} {day}", 0) for topic in TOPICS for day in range(4)]
    spam = [(f"Buy a {topic} at www.shop.example {day}", 1) for topic in TOPICS for day in range(4)]
    write(tmp_path / "train" / "youtube_spam.csv", ("text", "spam"), ham + spam)
    write(tmp_path / "tune" / "youtube_spam_tune.csv", ("text", "spam"), ham[:12] + spam[:12])
    return tmp_path


def test_it_learns_from_labels_and_only_attributes_that_have_some(data: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    manifest = train(data, tmp_path / "out", report=lines.append)
    engine = load_engine(str(tmp_path / "out"))
    assert engine.attributes == manifest.attributes == ("toxicity", "spam")
    rude, calm, spam = engine.score(["what a dummkopf", "the bridge was fine", "buy it at www.shop.example"])
    assert rude.scores["toxicity"] > calm.scores["toxicity"]
    assert spam.scores["spam"] > calm.scores["spam"]
    assert any(line.startswith("threat: left out") for line in lines)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(data: Path, tmp_path: Path) -> None:
    sums = [train(data, tmp_path / name, seed).files["weights.npz"] for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    assert sums[0] == sums[1] != sums[2]


def test_the_manifest_names_sources_and_figures(data: Path, tmp_path: Path) -> None:
    train(data, tmp_path / "out")
    manifest = read_manifest(tmp_path / "out")
    assert [source.rows for source in manifest.sources] == [192, 64]
    assert ("tune/youtube_spam_tune.csv", "spam", 24) in {
        (f.measured_on, f.attribute, f.rows) for f in manifest.figures
    }


def test_a_folder_without_known_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallerError, match="has none of the known files"):
        train(tmp_path, tmp_path / "out")


def test_a_known_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "train" / "sms_spam.csv", ("text", "is_spam"), [("a", 1)])
    with pytest.raises(CallerError, match=r"sms_spam\.csv does not look as expected"):
        train(tmp_path, tmp_path / "out")


def test_too_few_labels_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "train" / "sms_spam.csv", ("text", "spam"), [("a", 1), ("b", 0)])
    with pytest.raises(CallerError, match="too few labels"):
        train(tmp_path, tmp_path / "out")


def test_traces_that_betray_the_label_are_tidied_away() -> None:
    tidy = {known.file: known.tidy for known in FILES}
    assert (
        tidy["paradetox.csv"]("it 's bad , is n't it ?")
        == tidy["paradetox.csv"]("it's bad, isn't it")
        == "it's bad, isn't it"
    )
    assert "[" not in tidy["edos.csv"]("[USER] look at [URL]")


def test_hateful_is_not_toxic_and_not_sexist_is_not_harmless() -> None:
    read = {known.file: known.read for known in FILES}
    assert set(read["implicit_hate.csv"]({"hateful": "1"})) == {"identity_attack"}
    assert "toxicity" not in read["edos.csv"]({"sexist": "0", "label_category": "none"})
    assert "toxicity" not in read["hatemoji.csv"]({"hateful": "0", "type": "none"})
    assert read["davidson.csv"]({"label": "offensive"}) == {}
    assert read["edos.csv"]({"sexist": "1", "label_category": "1. threats"})["threat"].share == 1.0
