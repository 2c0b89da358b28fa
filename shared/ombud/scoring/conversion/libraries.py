"""The libraries that a conversion needs, and how they must be set up before they are imported."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from ombud.domain.errors import ModelError

_NEEDED = ("torch", "transformers", "detoxify", "onnx")


def prepare_libraries() -> None:
    """Set the libraries up to be imported: no model hub, no noise. `ModelError` names those that are not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"Detoxify's models need {', '.join(missing)} to be converted: install ombud[detoxify], "
            "or convert on another machine and bring the result over with `ombud model export` and `import`."
        )
    # Detoxify asks the model hub for a configuration even when given a local one (unitaryai/detoxify#34); a hub that
    # must not be reached fails at once instead of hanging. Read at import, so set before it.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    _silence()


@contextmanager
def quiet() -> Iterator[None]:
    """Keep to ourselves what the libraries say about their own future: their versions are pinned."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _silence() -> None:
    with quiet():
        from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
