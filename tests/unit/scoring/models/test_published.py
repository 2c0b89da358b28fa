"""What the catalogue says about Detoxify's models."""

from urllib.parse import urlsplit

import pytest

from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.models.published import PUBLISHED, PublishedModel

EACH = pytest.mark.parametrize("model", PUBLISHED.values(), ids=list(PUBLISHED))


def test_the_five_models_that_detoxify_publishes_can_be_fetched() -> None:
    names = ("original", "unbiased", "multilingual", "original-small", "unbiased-small")
    assert list(PUBLISHED) == [f"detoxify-{name}" for name in names]


@EACH
def test_a_checkpoint_is_known_by_the_digits_in_its_name(model: PublishedModel) -> None:
    checkpoint = model.files[0]
    assert len(checkpoint.sha256) == 8
    assert checkpoint.name.endswith(f"-{checkpoint.sha256}.ckpt")
    assert checkpoint.url.endswith(f"/{checkpoint.name}")


@EACH
def test_files_come_encrypted_bounded_and_from_a_place_that_does_not_change(model: PublishedModel) -> None:
    assert {urlsplit(file.url).scheme for file in model.files} == {"https"}
    assert all(0 < file.at_most < 2_000_000_000 for file in model.files)
    assert all("/main/" not in file.url for file in model.files)
    assert [file.name for file in model.files[1:]] == ["config.json", "tokenizer_config.json", "tokenizer.json"]


@EACH
def test_attributes_are_ours_in_our_order_and_figures_are_quoted(model: PublishedModel) -> None:
    assert model.attributes == tuple(name for name in ATTRIBUTES if name in model.attributes)
    assert len(model.attributes) == (7 if "original" not in model.name else 6)
    assert all(0.9 < figure.value < 1 for figure in model.figures)


@pytest.mark.needs_torch
@EACH
def test_addresses_are_those_in_the_librarys_own_source(model: PublishedModel) -> None:
    from ombud.scoring.conversion.libraries import quiet

    with quiet():
        from detoxify.detoxify import MODEL_URLS
    assert model.files[0].url == MODEL_URLS[model.name.removeprefix("detoxify-")]
