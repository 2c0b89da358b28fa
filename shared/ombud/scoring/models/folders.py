"""Where models lie."""

from pathlib import Path

from ombud.settings import load_settings

SHIPPED = Path(__file__).parent / "weights"
"""One folder for each model that comes with the package."""


def fetched_models() -> Path:
    """Return `DATA_DIR/models`, with one folder for each model that was fetched or imported. It may not exist yet."""
    return load_settings().data_dir / "models"


def model_folders(place: Path) -> list[Path]:
    """List the models' folders in a place, by name; what is still being made there is left out."""
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if path.is_dir() and not path.name.startswith("."))
