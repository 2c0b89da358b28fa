"""Training of `embedded`, from labelled comments to the folder that ships."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ombud.scoring.linear import LinearScorer
from ombud.scoring.models.catalogue import LINEAR
from ombud.scoring.models.manifest import MANIFEST, Manifest, sha256_of
from ombud.scoring.normalise import NORMALISER_VERSION
from ombud.scoring.reading import ReadingEngine
from ombud.scoring.training.examples import read_examples
from ombud.scoring.training.figures import measure, sample_shares
from ombud.scoring.training.labels import WEAK
from ombud.scoring.training.transformer.blend import BLENDED, Blend, fit_blend
from ombud.scoring.training.transformer.corpus import WINDOW_TOKENS, Corpus, read_corpus
from ombud.scoring.training.transformer.encoder import Encoder, base_folder
from ombud.scoring.training.transformer.fitting import fit
from ombud.scoring.training.transformer.marking import fit_marked_from, spans_f1
from ombud.scoring.training.transformer.network_file import NetworkFile
from ombud.scoring.training.transformer.trained_network import TrainedNetwork
from ombud.scoring.transformer import MODEL, TOKENIZER, TransformerScorer

_HEADS = 12
"""Attention heads of MiniLM-L6."""

Report = Callable[[str], None]


def train(data: Path, out: Path, seed: int = 0, report: Report = lambda _: None) -> Manifest:
    """Train on `data`/train, blend on the held-out tenth and `data`/tune, and write the model into the folder `out`.

    Takes over an hour on two cores. A run that was stopped is taken up from its checkpoint in `out`, if data and seed
    are the same. Raises `CallerError` where the data is missing.
    """
    torch.set_flush_denormal(True)
    tokenizer = plain_tokenizer()
    corpus = read_corpus(data, tokenizer, seed)
    report(f"{len(corpus.texts)} texts from {len(corpus.sources)} files, {int(corpus.held_out.sum())} of them held out")
    model = fit(corpus, out, seed, report)
    return finish(model, corpus, data, out, seed, report)


def plain_tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def finish(model: Encoder, corpus: Corpus, data: Path, out: Path, seed: int, report: Report) -> Manifest:
    """Blend the heads of a trained network, write all files of its folder, and measure what was written."""
    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    # What is fitted from here on is fitted to the weights as they will be read back, rounding included.
    network = TrainedNetwork(NetworkFile(weights, _HEADS).build(), plain_tokenizer())
    linear = LinearScorer.load(LINEAR)
    blend = fit_blend(corpus, data, lambda texts: np.hstack((network.logits(texts), linear.logits(texts))))
    marked_from = fit_marked_from(data, network)
    report(f"a token is marked from {marked_from:.2f}")
    out.mkdir(parents=True, exist_ok=True)
    (out / MODEL).write_bytes(NetworkFile(weights, _HEADS).build(blend.weights, blend.offset))
    plain_tokenizer().save(str(out / TOKENIZER), pretty=False)
    manifest = _manifest(corpus, blend, linear, out, seed, marked_from)
    _write(manifest, out)
    engine = ReadingEngine(TransformerScorer.load(out, linear, threads=torch.get_num_threads()))
    examples = read_examples(data, seed)
    found = {"sample_shares": sample_shares(engine, examples, data), "spans_f1": spans_f1(engine, data)}
    measured = replace(manifest, figures=measure(engine, examples, data), training={**manifest.training, **found})
    _write(measured, out)
    return measured


def _manifest(corpus: Corpus, blend: Blend, linear: LinearScorer, out: Path, seed: int, marked_from: float) -> Manifest:
    return Manifest(
        name="embedded",
        kind="onnx",
        description="MiniLM-L6 fine-tuned on public comment data. Ships with Ombud; reads English.",
        files={name: sha256_of(out / name) for name in (MODEL, TOKENIZER)},
        attributes=blend.attributes,
        languages=("en",),
        licence="Apache-2.0",
        weak=WEAK,
        sources=corpus.sources,
        figures=(),
        training={
            "seed": seed,
            "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
            "texts": int((~corpus.held_out).sum()),
            "held_out": int(corpus.held_out.sum()),
            "window_tokens": WINDOW_TOKENS,
            "ngrams": linear.identity.version,
            "marked_from": marked_from,
            "blend": _described(blend),
            "normaliser": NORMALISER_VERSION,
            "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )


def _described(blend: Blend) -> dict[str, dict[str, float]]:
    """Say what each head weighs in each attribute, for the model card; heads that weigh nothing are left out."""
    return {
        attribute: {
            name: round(float(weight), 3)
            for name, weight in zip(BLENDED, blend.weights[:, column], strict=True)
            if weight >= 0.0005
        }
        for column, attribute in enumerate(blend.attributes)
    }


def _write(manifest: Manifest, out: Path) -> None:
    (out / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
