"""Training for real, of a network so small that it takes a second."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from ombud.scoring.training.transformer.encoder import Encoder

pytestmark = pytest.mark.needs_torch

MOST_DIFFERENT = 1e-5


@pytest.fixture(autouse=True)
def _with_torch() -> None:
    pytest.importorskip("transformers", reason="transformers is not installed, so nothing was trained.")


def _tiny(meanings: int) -> "Encoder":
    from transformers import BertConfig, BertModel

    from ombud.scoring.training.transformer.encoder import Encoder

    config = BertConfig(
        vocab_size=64, hidden_size=24, num_hidden_layers=2, num_attention_heads=12, intermediate_size=48
    )
    return Encoder(BertModel(config, add_pooling_layer=False), meanings)


def test_it_learns_and_a_run_that_was_stopped_ends_where_the_whole_one_does(tmp_path: Path) -> None:
    from ombud.scoring.training.transformer import fitting
    from tests.unit.scoring.training.transformer.corpora import small_corpus

    corpus = small_corpus(600)
    lines: list[str] = []
    whole = fitting.fit(corpus, tmp_path / "whole", 0, lines.append, _tiny)
    assert lines

    class StoppedError(Exception):
        pass

    def stop(_: str) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        fitting.fit(corpus, tmp_path / "parts", 0, stop, _tiny)
    again: list[str] = []
    parts = fitting.fit(corpus, tmp_path / "parts", 0, again.append, _tiny)
    same = zip(whole.state_dict().values(), parts.state_dict().values(), strict=True)
    assert all(np.allclose(one.numpy(), other.numpy(), atol=MOST_DIFFERENT) for one, other in same)


def test_the_file_says_what_the_network_says_within_the_rounding_of_its_weights() -> None:
    import onnxruntime
    import torch

    from ombud.scoring.token_batches import padded
    from ombud.scoring.training.transformer.meanings import MEANINGS
    from ombud.scoring.training.transformer.network_file import NetworkFile
    from tests.unit.scoring.training.transformer.corpora import small_corpus

    torch.manual_seed(0)
    model = _tiny(len(MEANINGS)).eval()
    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    ids, mask = padded([small_corpus(8).tokens[index] for index in range(8)], pad=0)
    with torch.inference_mode():
        meanings, marked = model(torch.from_numpy(ids), torch.from_numpy(mask))
    random = np.random.default_rng(0)
    blend = np.abs(random.normal(size=(len(MEANINGS) + 2, 3))).astype(np.float32)
    ngrams = random.normal(size=(8, 2)).astype(np.float32)
    offset = np.array([0.1, -0.2, 0.3], np.float32)
    session = onnxruntime.InferenceSession(NetworkFile(weights, 12).build(blend, offset))
    inputs = {"input_ids": ids, "attention_mask": mask, "ngrams": ngrams}
    scores, found = session.run(["scores", "marked"], inputs)
    wanted = 1 / (1 + np.exp(-(np.hstack((meanings.numpy(), ngrams)) @ blend + offset)))
    assert np.abs(scores - wanted).max() < 0.02
    assert np.abs(found - torch.sigmoid(marked).numpy())[mask == 1].max() < 0.02
