"""The models that Detoxify's authors publish: where their files are, and what is known about them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ombud.domain.scores import ATTRIBUTES

_RELEASES = "https://github.com/unitaryai/detoxify/releases/download"
_HUB = "https://huggingface.co"
_MB = 1_000_000

WITHOUT_SEXUAL = tuple(name for name in ATTRIBUTES if name not in {"sexual_explicit", "spam"})
ALL_SEVEN = tuple(name for name in ATTRIBUTES if name != "spam")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to be fetched: the name that it is kept under, its address, and the most bytes that it may have.

    `sha256` is as much of its sum, in hex, as is known beforehand. Detoxify's release names its checkpoints by the
    first eight digits of theirs; the rest, and the sums of the other files, are pinned when they are first fetched.
    """

    name: str
    url: str
    at_most: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A quality as its authors published it, 0-1; it was not measured here."""

    measure: str
    value: float
    measured_on: str


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A model that can be fetched. The first of `files` is the checkpoint, the rest belong to the base model."""

    name: str
    description: str
    attributes: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str
    files: tuple[RemoteFile, ...]
    figures: tuple[PublishedFigure, ...]


@dataclass(frozen=True, slots=True)
class _Base:
    """A base model on the hub, at a commit, so that its files cannot change."""

    repository: str
    revision: str
    licence: str

    def files(self) -> tuple[RemoteFile, ...]:
        names = ("config.json", "tokenizer_config.json", "tokenizer.json")
        place = f"{_HUB}/{self.repository}/resolve/{self.revision}"
        return tuple(RemoteFile(name, f"{place}/{name}", 30 * _MB) for name in names)


_BERT = _Base("google-bert/bert-base-uncased", "86b5e0934494bd15c9632b12f734a8a67f723594", "Apache-2.0")
_ROBERTA = _Base("FacebookAI/roberta-base", "e2da8e2f811d1448a5b465c236feacd80ffbac7b", "MIT")
_XLM_ROBERTA = _Base("FacebookAI/xlm-roberta-base", "e73636d4f797dec63c3081bb6ed5c7b0bb3f2089", "MIT")
_ALBERT = _Base("albert/albert-base-v2", "8e2f239c5f8a2c0f253781ca60135db913e5c80c", "Apache-2.0")


def _model(
    name: str,
    release: tuple[str, int],
    base: _Base,
    attributes: tuple[str, ...],
    figure: PublishedFigure,
    languages: tuple[str, ...] = ("en",),
) -> PublishedModel:
    path, at_most = release
    # toxic_debiased-c7548aa0.ckpt
    begin_of_sum = path.rpartition("-")[2].removesuffix(".ckpt")
    checkpoint = RemoteFile(path.rpartition("/")[2], f"{_RELEASES}/{path}", at_most, begin_of_sum)
    return PublishedModel(
        name=f"detoxify-{name}",
        description=f"Detoxify's '{name}', a {base.repository.rpartition('/')[2]} that its authors trained.",
        attributes=attributes,
        languages=languages,
        licence=f"Apache-2.0; its base model {base.licence}",
        files=(checkpoint, *base.files()),
        figures=(figure,),
    )


_ALL = (
    _model(
        "original",
        ("v0.1-alpha/toxic_original-c1212f89.ckpt", 600 * _MB),
        _BERT,
        WITHOUT_SEXUAL,
        PublishedFigure("mean AUC of its attributes", 0.9864, "Jigsaw 2018, test part"),
    ),
    _model(
        "unbiased",
        ("v0.3-alpha/toxic_debiased-c7548aa0.ckpt", 700 * _MB),
        _ROBERTA,
        ALL_SEVEN,
        PublishedFigure("AUC with the contest's bias measure", 0.9374, "Jigsaw 2019, test part"),
    ),
    _model(
        "multilingual",
        ("v0.4-alpha/multilingual_debiased-0b549669.ckpt", 1500 * _MB),
        _XLM_ROBERTA,
        ALL_SEVEN,
        PublishedFigure("AUC of toxicity", 0.9211, "Jigsaw 2020, test part"),
        ("en", "es", "fr", "it", "pt", "ru", "tr"),
    ),
    _model(
        "original-small",
        ("v0.1.2/original-albert-0e1d6498.ckpt", 100 * _MB),
        _ALBERT,
        WITHOUT_SEXUAL,
        PublishedFigure("mean AUC of its attributes", 0.9828, "Jigsaw 2018, test part"),
    ),
    _model(
        "unbiased-small",
        ("v0.1.2/unbiased-albert-c8519128.ckpt", 100 * _MB),
        _ALBERT,
        ALL_SEVEN,
        PublishedFigure("AUC with the contest's bias measure", 0.9336, "Jigsaw 2019, test part"),
    ),
)

PUBLISHED: Mapping[str, PublishedModel] = {model.name: model for model in _ALL}
"""By name. The figures are those of Detoxify's own description of its models."""
