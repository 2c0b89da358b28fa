"""From the library's model and tokenizer to the files that the service runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ombud.scoring.conversion.libraries import quiet

OPSET = 17


def export_onnx(detoxify: Any, outputs: Sequence[int], path: Path) -> None:
    """Write the model as ONNX in 32-bit floats, batch and length free.

    Inputs `input_ids` and `attention_mask`, int64 [batch, length]; output `scores`, float32 [batch, len(outputs)],
    after the sigmoid, where `outputs` says which of the head's logits each column is.
    """
    import onnx
    import torch

    # Two rows of different length, so that the mask has something to hide when the model is traced.
    example = detoxify.tokenizer(["A short text.", "Short."], return_tensors="pt", padding=True)
    batch_and_length = {0: "batch", 1: "length"}
    with torch.no_grad(), quiet():
        torch.onnx.export(
            _scores_of(detoxify.model, outputs),
            (example["input_ids"], example["attention_mask"]),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["scores"],
            dynamic_axes={
                "input_ids": batch_and_length,
                "attention_mask": batch_and_length,
                "scores": {0: "batch"},
            },
            opset_version=OPSET,
            # The exporter that torch prefers needs two more packages and gives the same graph.
            dynamo=False,
        )
        onnx.checker.check_model(str(path))


def export_tokenizer(detoxify: Any, path: Path) -> None:
    """Write the tokenizer that the library uses, without padding or truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(detoxify.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(path))


def _scores_of(model: Any, outputs: Sequence[int]) -> Any:
    import torch

    class Scores(torch.nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
        def __init__(self) -> None:
            super().__init__()
            self.model = model
            self.register_buffer("outputs", torch.tensor(list(outputs)))

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            # Without token types, which are all zero for a single text, and are then part of the graph.
            logits = self.model(input_ids=input_ids, attention_mask=attention_mask)[0]
            return torch.sigmoid(logits.index_select(1, self.outputs))

    return Scores().eval()
