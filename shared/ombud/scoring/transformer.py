"""Transformer models in ONNX Runtime: `embedded`, and those converted from Detoxify. No torch, no pickle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, Span
from ombud.scoring.linear import LinearScorer
from ombud.scoring.marked_spans import marked_spans
from ombud.scoring.models.manifest import Manifest, read_manifest, require_intact
from ombud.scoring.scorer import StringScores
from ombud.scoring.token_batches import padded, token_batches
from ombud.scoring.token_windows import TokenWindow, all_read, token_windows

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"

EXPLAINED_FROM = 0.2
"""Spans are given for attributes that score at least this: a policy may hold from well below one half."""

_UNEXPLAINED = ("spam",)
"""The token head learned what people mark as abuse; of spam it knows nothing."""

_SPECIAL_TOKENS = 2


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A string's tokens without special ones, and the piece of the string that each stands for."""

    ids: Sequence[int]
    offsets: Sequence[Span]


@dataclass(frozen=True, slots=True)
class _Window:
    """What the network says of one window: a score per attribute, and of each token 0-1 whether it is to blame."""

    place: TokenWindow
    scores: NDArray[np.float32]
    marked: NDArray[np.float32] | None


class TransformerScorer:
    """Scores strings in overlapping windows of tokens; an attribute's highest window counts."""

    def __init__(
        self,
        manifest: Manifest,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        linear: LinearScorer,
    ) -> None:
        self._manifest = manifest
        self._session = session
        self._linear = linear
        self._weighs_ngrams = "ngrams" in [one.name for one in session.get_inputs()]
        self._outputs = [output.name for output in session.get_outputs()]
        self._tokenizer = tokenizer
        self._first, self._last = tokenizer.encode("").ids
        self._pad = max(0, _token(tokenizer, "[PAD]", "<pad>"))
        self._unknown = _token(tokenizer, "[UNK]", "<unk>")
        self._reach = int(manifest.training["window_tokens"]) - _SPECIAL_TOKENS
        self._marked_from = float(manifest.training.get("marked_from", 0.5))

    @classmethod
    def load(cls, folder: Path, linear: LinearScorer, threads: int = 1) -> "TransformerScorer":
        """Load the model in `folder`; `ModelError` where a file is missing, changed or not to be read.

        The linear model gives its opinion where a network weighs it in, which must then be the version that it was
        trained with, and explains the scores of those that mark no tokens.
        """
        manifest = read_manifest(folder)
        require_intact(folder, manifest)
        wanted = manifest.training.get("ngrams")
        if wanted not in (None, linear.identity.version):
            raise ModelError(
                f"Model '{manifest.name}' in {folder} was trained with version {wanted} of 'linear', and this is "
                f"{linear.identity.version}. Use the model that came with this release, or train it anew."
            )
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            session = onnxruntime.InferenceSession(
                folder / MODEL, _options(threads), providers=["CPUExecutionProvider"]
            )
            tokenizer.no_truncation()
            tokenizer.no_padding()
            # A reader who types [SEP] has typed five characters, and not the end of a text.
            tokenizer.encode_special_tokens = True
            return cls(manifest, session, tokenizer, linear)
        except Exception as error:  # noqa: BLE001  both libraries raise plain `Exception`s
            raise ModelError(
                f"Model '{manifest.name}' in {folder} cannot be used: {error}. Fetch or train it anew."
            ) from None

    @property
    def identity(self) -> ModelIdentity:
        """The catalogue name; the version is the beginning of the network file's sha256."""
        return ModelIdentity(self._manifest.name, self._manifest.files[MODEL][:12])

    @property
    def attributes(self) -> tuple[str, ...]:
        """Those of the manifest, in the order of the network's output."""
        return self._manifest.attributes

    @property
    def languages(self) -> frozenset[str] | None:
        """Those of the manifest."""
        return frozenset(self._manifest.languages)

    def score_strings(self, texts: Sequence[str]) -> list[StringScores]:
        """Score each string, in windows of similar length together."""
        tokens = [self._tokens(text) for text in texts]
        places = list(token_windows([len(one.ids) for one in tokens], self._reach))
        windows: list[list[_Window]] = [[] for _ in texts]
        for batch in token_batches([place.end - place.begin + _SPECIAL_TOKENS for place in places]):
            for window in self._run([places[index] for index in batch], texts, tokens):
                windows[window.place.text].append(window)
        return [self._whole(*one) for one in zip(texts, tokens, windows, strict=True)]

    def _tokens(self, text: str) -> _Tokens:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return _Tokens(encoding.ids, encoding.offsets)

    def _run(self, batch: Sequence[TokenWindow], texts: Sequence[str], tokens: Sequence[_Tokens]) -> Iterator[_Window]:
        inner = [tokens[place.text].ids[place.begin : place.end] for place in batch]
        ids, mask = padded([[self._first, *own, self._last] for own in inner], self._pad)
        inputs = {"input_ids": ids, "attention_mask": mask}
        if self._weighs_ngrams:
            pieces = [texts[place.text][slice(*_in_string(tokens[place.text], place))] for place in batch]
            inputs["ngrams"] = self._linear.logits(pieces).astype(np.float32)
        output = dict(zip(self._outputs, self._session.run(self._outputs, inputs), strict=True))
        for row, place in enumerate(batch):
            marked = output["marked"][row, 1 : place.end - place.begin + 1] if "marked" in output else None
            yield _Window(place, output["scores"][row], marked)

    def _whole(self, text: str, tokens: _Tokens, windows: Sequence[_Window]) -> StringScores:
        """Put together what the windows of one string say."""
        scores = np.stack([window.scores for window in windows])
        best = [windows[window] for window in scores.argmax(axis=0)]
        named = dict(zip(self.attributes, scores.max(axis=0).astype(np.float64).round(4).tolist(), strict=True))
        places = {name: _in_string(tokens, window.place) for name, window in zip(self.attributes, best, strict=True)}
        return StringScores(
            scores=named,
            spans={
                name: self._spans(text, name, tokens, window)
                for name, window in zip(self.attributes, best, strict=True)
                if named[name] >= EXPLAINED_FROM and name not in _UNEXPLAINED
            },
            windows=places if len(windows) > 1 else {},
            unknown=tokens.ids.count(self._unknown) / max(1, len(tokens.ids)),
            whole=all_read(len(tokens.ids), self._reach),
        )

    def _spans(self, text: str, attribute: str, tokens: _Tokens, window: _Window) -> tuple[Span, ...]:
        if window.marked is not None:
            offsets = tokens.offsets[window.place.begin : window.place.end]
            return marked_spans(text, offsets, window.marked, self._marked_from)
        begin, end = _in_string(tokens, window.place)
        found = self._linear.explain(text[begin:end], [attribute]).get(attribute, ())
        return tuple((begin + first, begin + last) for first, last in found)


def _in_string(tokens: _Tokens, place: TokenWindow) -> Span:
    if place.begin == place.end:
        return 0, 0
    return tokens.offsets[place.begin][0], tokens.offsets[place.end - 1][1]


def _token(tokenizer: Tokenizer, *names: str) -> int:
    """Return the number of the first token that the vocabulary has; -1, which is no token's, where it has none."""
    return next((number for name in names if (number := tokenizer.token_to_id(name)) is not None), -1)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait make a busy machine slower than one thread would be.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors are raised; warnings say what the optimiser left as it was
    return options
