"""The network as an ONNX file: weights as 8-bit steps, computed in 32-bit floating point after loading.

The graph is written out by hand rather than traced: it is short, it uses ONNX Runtime's fused operators (attention,
layer normalisation with its residual, GELU with its bias), and the tables stay small. Each column of a weight matrix,
and each row of the word table, has a scale of its own; the largest error is half a step, 1/254 of its largest weight.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ombud.scoring.training.transformer.corpus import WINDOW_TOKENS

OPSET, CONTRIB = 17, "com.microsoft"
_IR_VERSION = 8
_LAYER_NORM_EPSILON = 1e-12
_ABSENT = -1e4

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]


class NetworkFile:
    """A graph under construction. `weights` are the encoder's, by their names in `Encoder.state_dict()`."""

    def __init__(self, weights: Weights, heads: int) -> None:
        self._weights = weights
        self._heads = heads
        self._nodes: list[Any] = []
        self._initializers: list[Any] = []

    def build(self, blend: Floats | None = None, offset: Floats | None = None) -> bytes:
        """Return the file; its outputs are `scores` [texts, attributes] and `marked` [texts, tokens], all 0-1.

        `blend` [meanings and n-grams, attributes] and `offset` [attributes] make scores of the meanings and of another
        input, `ngrams`: the linear model's logits of the same texts. Without them the first output is `meanings`, the
        logits that blend and offset are fitted on.
        """
        hidden = self._encoder()
        meanings = self._meanings(hidden)
        outputs = [helper.make_tensor_value_info("marked", TensorProto.FLOAT, ["texts", "tokens"])]
        if blend is None or offset is None:
            self._node("Identity", [meanings], output="meanings")
            name, width = "meanings", self._weights["meanings.1.weight"].shape[0]
        else:
            together = self._node("Concat", [meanings, "ngrams"], axis=1)
            logits = self._node("Gemm", [together, self._float("blend", blend), self._float("offset", offset)])
            self._node("Sigmoid", [logits], output="scores")
            name, width = "scores", blend.shape[1]
        outputs.insert(0, helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", width]))
        inputs = [
            helper.make_tensor_value_info(one, TensorProto.INT64, ["texts", "tokens"])
            for one in ("input_ids", "attention_mask")
        ]
        if blend is not None:
            width = blend.shape[0] - self._weights["meanings.1.weight"].shape[0]
            inputs.append(helper.make_tensor_value_info("ngrams", TensorProto.FLOAT, ["texts", width]))
        graph = helper.make_graph(self._nodes, "ombud", inputs, outputs, self._initializers)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="ombud")
        return bytes(model.SerializeToString(deterministic=True))

    def _encoder(self) -> str:
        mask = self._node("Cast", ["attention_mask"], to=TensorProto.INT32)
        hidden = self._embeddings()
        layer = 0
        while f"bert.encoder.layer.{layer}.output.dense.weight" in self._weights:
            hidden = self._layer(f"bert.encoder.layer.{layer}", hidden, mask)
            layer += 1
        return hidden

    def _embeddings(self) -> str:
        table = self._weights["bert.embeddings.word_embeddings.weight"]
        scale = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
        steps = self._steps("words", np.rint(table / scale[:, None]))
        rows = self._node("Cast", [self._node("Gather", [steps, "input_ids"])], to=TensorProto.FLOAT)
        scales = self._node("Gather", [self._float("words.scale", scale[:, None].astype(np.float32)), "input_ids"])
        words = self._node("Mul", [rows, scales])
        # All texts are of one kind to BERT, so that kind's embedding is part of each place's.
        kind = self._weights["bert.embeddings.token_type_embeddings.weight"][0]
        places = self._weights["bert.embeddings.position_embeddings.weight"][:WINDOW_TOKENS] + kind
        length = self._node("Slice", [self._node("Shape", ["input_ids"]), *self._ints([1], [2])])
        place = self._node("Slice", [self._float("places", places), *self._ints([0]), length, *self._ints([0])])
        together = self._node("Add", [words, place])
        return self._node(
            "LayerNormalization",
            [together, *self._normalisation("bert.embeddings.LayerNorm")],
            epsilon=_LAYER_NORM_EPSILON,
        )

    def _layer(self, name: str, hidden: str, mask: str) -> str:
        own = f"{name}.attention.self"
        packed = np.concatenate([self._weights[f"{own}.{part}.weight"].T for part in ("query", "key", "value")], axis=1)
        bias = np.concatenate([self._weights[f"{own}.{part}.bias"] for part in ("query", "key", "value")])
        seen = self._contrib(
            "Attention",
            [hidden, self._matrix(f"{name}.qkv", packed), self._float(f"{name}.qkv.bias", bias), mask],
            num_heads=self._heads,
        )
        seen = self._product(f"{name}.attention.output.dense", seen)
        hidden = self._residual(f"{name}.attention.output", seen, hidden)
        inner = self._product(f"{name}.intermediate.dense", hidden)
        inner = self._contrib("BiasGelu", [inner, self._bias(f"{name}.intermediate.dense")])
        return self._residual(f"{name}.output", self._product(f"{name}.output.dense", inner), hidden)

    def _residual(self, name: str, new: str, old: str) -> str:
        return self._contrib(
            "SkipLayerNormalization",
            [new, old, *self._normalisation(f"{name}.LayerNorm"), self._bias(f"{name}.dense")],
            epsilon=_LAYER_NORM_EPSILON,
        )

    def _meanings(self, hidden: str) -> str:
        """Both ways of looking at all tokens, the inner layer, the heads; and the token head, which is an output."""
        mask = self._node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        present = self._node("Unsqueeze", [mask, *self._ints([2])])
        total = self._node("ReduceSum", [self._node("Mul", [hidden, present]), *self._ints([1])], keepdims=0)
        count = self._node("ReduceSum", [mask, *self._ints([1])], keepdims=1)
        mean = self._node("Div", [total, count])
        absent = self._node("Mul", [self._node("Sub", [self._number(1.0), present]), self._number(_ABSENT)])
        looks = self._node("Add", [self._float_product("looks", hidden), absent])
        turned = self._node("Transpose", [self._node("Softmax", [looks], axis=1)], perm=[0, 2, 1])
        seen = self._node("Flatten", [self._node("MatMul", [turned, hidden])], axis=1)
        both = self._node("Concat", [mean, seen], axis=1)
        inner = self._contrib("BiasGelu", [self._product("inner.1", both), self._bias("inner.1")])
        marked = self._node("Squeeze", [self._float_product("marked", hidden), *self._ints([2])])
        self._node("Sigmoid", [marked], output="marked")
        return self._float_product("meanings.1", inner)

    def _product(self, name: str, left: str) -> str:
        return self._node("MatMul", [left, self._matrix(name, self._weights[f"{name}.weight"].T)])

    def _float_product(self, name: str, left: str) -> str:
        weight = self._float(f"{name}.weight", self._weights[f"{name}.weight"].T)
        return self._node("Add", [self._node("MatMul", [left, weight]), self._bias(name)])

    def _bias(self, name: str) -> str:
        return self._float(f"{name}.bias", self._weights[f"{name}.bias"])

    def _normalisation(self, name: str) -> list[str]:
        return [self._float(f"{name}.{part}", self._weights[f"{name}.{part}"]) for part in ("weight", "bias")]

    def _matrix(self, name: str, matrix: Floats) -> str:
        """Add a weight matrix [in, out]; ONNX Runtime multiplies steps and scale once, when it loads the file."""
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / 127
        steps = self._steps(name, np.rint(matrix / scale))
        return self._node(
            "Mul",
            [self._node("Cast", [steps], to=TensorProto.FLOAT), self._float(f"{name}.scale", scale.astype(np.float32))],
        )

    def _steps(self, name: str, steps: NDArray[Any]) -> str:
        return self._initializer(f"{name}.steps", np.clip(steps, -127, 127).astype(np.int8))

    def _float(self, name: str, values: Floats) -> str:
        return self._initializer(name, np.ascontiguousarray(values, np.float32))

    def _number(self, value: float) -> str:
        return self._initializer(f"number.{len(self._initializers)}", np.array(value, np.float32))

    def _ints(self, *values: list[int]) -> list[str]:
        return [self._initializer(f"ints.{len(self._initializers)}", np.array(one, np.int64)) for one in values]

    def _initializer(self, name: str, values: NDArray[Any]) -> str:
        self._initializers.append(numpy_helper.from_array(values, name))
        return name

    def _contrib(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        return self._node(operator, inputs, domain=CONTRIB, **attributes)

    def _node(
        self, operator: str, inputs: list[str], output: str | None = None, domain: str = "", **attributes: Any
    ) -> str:
        name = output or f"{operator}.{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name
