"""Files in the form that Detoxify's authors and their base models are published in, small enough to be made here."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from ombud.scoring.admission.parity_texts import CIVIL, PARITY_TEXTS, TOXIC
from ombud.scoring.models.published import ALL_SEVEN, PublishedFigure, PublishedModel, RemoteFile

TAUGHT = dict.fromkeys(CIVIL, 0) | dict.fromkeys(TOXIC, 1)
"""Texts, and whether they are toxic."""

BERT_CLASSES = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
UNBIASED_CLASSES = (
    "toxicity",
    "severe_toxicity",
    "obscene",
    "identity_attack",
    "insult",
    "threat",
    "sexual_explicit",
)
"""In the order of the published checkpoints, which is not ours."""

SMALL: Mapping[str, Any] = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "initializer_range": 0.2,  # so that scores spread from 0 to 1 instead of lying around a half
}
TRUE_SIZE: Mapping[str, Any] = {}
"""BERT-base is what the libraries make when nothing is said."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """What sets the published ones apart; `outputs` is how many logits the head gives."""

    prefix: str
    classes: tuple[str, ...]
    outputs: int
    config: Mapping[str, Any]


BERT = Architecture("Bert", BERT_CLASSES, 6, {})
ROBERTA_LIMITS = {"max_position_embeddings": 514, "type_vocab_size": 1}
ROBERTA_IDS = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}
ROBERTA = Architecture("Roberta", UNBIASED_CLASSES, 16, {**ROBERTA_LIMITS, **ROBERTA_IDS})
XLM_ROBERTA = Architecture("XLMRoberta", UNBIASED_CLASSES, 7, {**ROBERTA_LIMITS, **ROBERTA_IDS})
ALBERT = Architecture(
    "Albert",
    UNBIASED_CLASSES,
    16,
    {"embedding_size": 16, "max_position_embeddings": 512, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3},
)


def published_files(architecture: Architecture, size: Mapping[str, Any] = SMALL, steps: int = 0) -> dict[str, bytes]:
    """Make `checkpoint.ckpt`, `config.json` and a tokenizer, by name; the weights are random, or trained a little."""
    import torch
    import transformers

    tokenizer = _tokenizer(architecture.prefix)
    vocabulary = {"vocab_size": tokenizer.get_vocab_size()} if size else {}
    make = getattr(transformers, f"{architecture.prefix}Config")
    config = make(num_labels=architecture.outputs, **vocabulary, **size, **architecture.config)
    torch.set_num_threads(1)  # on a busy machine, threads would mostly wait for each other
    torch.manual_seed(0)
    model = getattr(transformers, f"{architecture.prefix}ForSequenceClassification")(config)
    _train(model, tokenizer, steps)
    of_the_base = {key: value for key, value in config.to_dict().items() if key not in {"id2label", "label2id"}}
    return {
        "checkpoint.ckpt": checkpoint_bytes(architecture, model.state_dict()),
        "config.json": json.dumps(of_the_base).encode(),
        "tokenizer_config.json": json.dumps(
            {"model_max_length": 512, **({"do_lower_case": True} if architecture is BERT else {})}
        ).encode(),
        "tokenizer.json": tokenizer.to_str().encode(),
    }


def _train(model: Any, tokenizer: Tokenizer, steps: int) -> None:
    """Teach the model, by heart, which texts are toxic; every class learns the same."""
    import torch

    encoded = [torch.tensor(tokenizer.encode(text).ids) for text in TAUGHT]
    ids = torch.nn.utils.rnn.pad_sequence(encoded, batch_first=True)
    labels = torch.tensor(list(TAUGHT.values()))[:, None].expand(-1, model.config.num_labels).float()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        optimizer.zero_grad()
        logits = model(input_ids=ids, attention_mask=(ids != 0).long()).logits
        torch.nn.functional.binary_cross_entropy_with_logits(logits, labels).backward()
        optimizer.step()


def checkpoint_bytes(architecture: Architecture, state: Mapping[str, Any], **more: Any) -> bytes:
    """Write a checkpoint as Detoxify's authors do."""
    import torch

    arguments = {
        "model_type": "on-the-hub",
        "model_name": f"{architecture.prefix}ForSequenceClassification",
        "tokenizer_name": f"{architecture.prefix}Tokenizer",
        "num_classes": architecture.outputs,
    }
    config = {"arch": {"args": arguments}, "dataset": {"args": {"classes": list(architecture.classes)}}}
    written = io.BytesIO()
    torch.save({"config": config, "state_dict": dict(state), **more}, written)
    return written.getvalue()


def published_as(name: str, architecture: Architecture, files: Mapping[str, bytes]) -> PublishedModel:
    """Describe the files as the catalogue describes Detoxify's: the checkpoint named by the beginning of its sum."""
    begin = hashlib.sha256(files["checkpoint.ckpt"]).hexdigest()[:8]
    checkpoint = f"toxic_small-{begin}.ckpt"
    others = [other for other in files if other != "checkpoint.ckpt"]
    return PublishedModel(
        name=name,
        description="A small model with random weights.",
        attributes=ALL_SEVEN if len(architecture.classes) == 7 else ALL_SEVEN[:6],
        languages=("en",),
        licence="none",
        files=(
            RemoteFile(checkpoint, f"https://releases.example/v0/{checkpoint}", 1_000_000_000, begin),
            *(RemoteFile(other, f"https://hub.example/base/{other}", 10_000_000) for other in others),
        ),
        figures=(PublishedFigure("AUC", 0.5, "nothing"),),
    )


def at_paths(published: PublishedModel, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Lay the files out as a mirror would."""
    checkpoint, *others = published.files
    placed = {f"/v0/{checkpoint.name}": files["checkpoint.ckpt"]}
    return placed | {f"/base/{other.name}": files[other.name] for other in others}


def _tokenizer(prefix: str) -> Tokenizer:
    make = {"Bert": _word_pieces, "Roberta": _byte_pairs}.get(prefix)
    return make() if make else _unigrams(lower=prefix == "Albert")


def _word_pieces() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(PARITY_TEXTS, trainers.WordPieceTrainer(vocab_size=600, special_tokens=special))
    tokenizer.post_processor = _begin_and_end(tokenizer, "[CLS]", "[SEP]")
    return tokenizer


def _byte_pairs() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=special, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(PARITY_TEXTS, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def _unigrams(*, lower: bool) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), *([normalizers.Lowercase()] if lower else [])])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    begin, end = ("[CLS]", "[SEP]") if lower else ("<s>", "</s>")
    special = ["<pad>", "<unk>", begin, end, "[MASK]"] if lower else [begin, "<pad>", end, "<unk>", "<mask>"]
    trainer = trainers.UnigramTrainer(vocab_size=400, special_tokens=special, unk_token="<unk>")
    tokenizer.train_from_iterator(PARITY_TEXTS, trainer)
    tokenizer.post_processor = _begin_and_end(tokenizer, begin, end)
    return tokenizer


def _begin_and_end(tokenizer: Tokenizer, begin: str, end: str) -> Any:
    return processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} $B:1 {end}:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (begin, end)],
    )
