"""A Detoxify of true size that knows nothing: to measure what the library costs where its weights are not at hand."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

Size = Literal["base", "tiny"]

_CLASSES = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
_VOCABULARY = 30_522
_WINDOW = 512
_SIZES: Mapping[Size, Mapping[str, float]] = {
    "base": {},
    "tiny": {
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "initializer_range": 0.5,
    },
}
"""`base` is BERT-base, which is what the library makes when nothing is said."""


def random_detoxify(folder: Path, size: Size, texts: Sequence[str]) -> None:
    """Write checkpoint, configuration and tokenizer of a Detoxify `original` with random weights into a folder.

    The tokenizer's words are those of `texts`, at most as many as BERT has. Few are cut into pieces then, so that the
    library has rather less to do than with BERT's own.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    tokenizer = _tokenizer(texts)
    torch.manual_seed(0)
    config = BertConfig(num_labels=len(_CLASSES), vocab_size=_VOCABULARY, **_SIZES[size])
    model = BertForSequenceClassification(config)
    arguments = {
        "model_type": str(folder),  # a local folder, or the library would ask the model hub
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(_CLASSES),
    }
    told = {"arch": {"args": arguments}, "dataset": {"args": {"classes": list(_CLASSES)}}}
    folder.mkdir(parents=True, exist_ok=True)
    config.save_pretrained(folder)
    torch.save({"config": told, "state_dict": model.state_dict()}, folder / "checkpoint.ckpt")
    (folder / "tokenizer.json").write_text(tokenizer, "utf-8")
    limits = {"do_lower_case": True, "model_max_length": _WINDOW, "tokenizer_class": "BertTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(limits), "utf-8")


def _tokenizer(texts: Sequence[str]) -> str:
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(lowercase=True)
    tokenizer.train_from_iterator(iter(texts), vocab_size=_VOCABULARY, min_frequency=1, show_progress=False)
    return str(tokenizer.to_str())
