"""What a version of a model made of the golden set, kept beside the texts so that a change is seen.

One file for each model and version, `NAME-VERSION.tsv`: the text's key, the verdict under the starter policy, and a
column for each attribute.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ombud.domain.decision import Verdict
from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity

STORED = Path(__file__).parent / "stored"
_KEY, _VERDICT = "text", "verdict"


@dataclass(frozen=True, slots=True)
class GoldenOutcome:
    """Verdict and scores of one text, as stored."""

    verdict: Verdict
    scores: Mapping[str, float]


def stored_file(folder: Path, model: ModelIdentity) -> Path:
    """Say where the scores of this version of a model are, or would be."""
    return folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', f'{model.name}-{model.version}')}.tsv"


def read_stored(folder: Path, model: ModelIdentity) -> dict[str, GoldenOutcome]:
    """Read the stored outcomes by text's key; `ModelError` where this version has none, or the file is no such."""
    path = stored_file(folder, model)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row.pop(_KEY): _outcome(row) for row in csv.DictReader(file, delimiter="\t", strict=True)}
    except FileNotFoundError:
        raise ModelError(
            f"No scores of '{model.name}' {model.version} are stored in {folder}. If they are as they should be, "
            "store them: ombud model golden --model NAME --write"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise ModelError(f"{path} cannot be read as stored scores ({error}). Store them anew with --write.") from None


def write_stored(
    folder: Path, model: ModelIdentity, attributes: Iterable[str], outcomes: Mapping[str, GoldenOutcome]
) -> Path:
    """Write the outcomes by text's key, scores with four decimals; returns the file."""
    path = stored_file(folder, model)
    names = list(attributes)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow([_KEY, _VERDICT, *names])
            for key, outcome in outcomes.items():
                writer.writerow([key, outcome.verdict.value, *(f"{outcome.scores[name]:.4f}" for name in names)])
    except OSError as error:
        raise ModelError(f"{path} cannot be written: {error.strerror}.") from None
    return path


def _outcome(row: dict[str, str]) -> GoldenOutcome:
    verdict = Verdict(row.pop(_VERDICT))
    return GoldenOutcome(verdict, {name: float(value) for name, value in row.items()})
