"""The model card says what the model's own manifest says."""

from pathlib import Path

from ombud.scoring.models.folders import SHIPPED
from ombud.scoring.models.manifest import read_manifest

CARD = (Path(__file__).parents[3] / "docs" / "model-card.md").read_text("utf-8")
MANIFEST = read_manifest(SHIPPED / "embedded")


def test_the_card_is_of_the_version_that_ships() -> None:
    assert MANIFEST.files["model.onnx"][:12] in CARD


def test_every_measured_figure_stands_in_the_card() -> None:
    missing = [
        figure
        for figure in MANIFEST.figures
        if f"{figure.auc:.4f} ({figure.low:.4f}-{figure.high:.4f}) | {figure.ece:.4f}" not in CARD
    ]
    assert not missing
    assert f"{MANIFEST.training['spans_f1']:.3f}" in CARD


def test_every_source_is_named_with_its_licence() -> None:
    assert not [source for source in MANIFEST.sources if f"{source.name} | {source.licence}" not in CARD]


def test_every_weak_attribute_is_said_to_be_weak() -> None:
    assert not [name for name, reason in MANIFEST.weak.items() if f"`{name}`, {reason}" not in CARD]
