"""An admitted model as one file, to be brought to another machine, which then needs no torch."""

import shutil
import tarfile
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.scoring.models.manifest import MANIFEST, read_manifest, require_intact, sha256_of

_LARGEST = 4_000_000_000
"""Bytes of one file of a pack; the largest model that Detoxify publishes has 1.1 GB."""

_MOST_FILES = 16


def export_model(folder: Path, out: Path) -> str:
    """Write a model's manifest and files into a tar file, and return its sha256.

    What was downloaded stays behind: the service does not need it. `ModelError` where the model is not whole or `out`
    cannot be written.
    """
    manifest = read_manifest(folder)
    require_intact(folder, manifest)
    new = out.with_name(f".{out.name}.new")
    try:
        with tarfile.open(new, "w") as pack:
            for name in (MANIFEST, *sorted(manifest.files)):
                pack.add(folder / name, f"{manifest.name}/{name}", filter=_anonymous)
        new.replace(out)
    except OSError as error:
        raise ModelError(f"{out} cannot be written: {error.strerror}.") from None
    finally:
        new.unlink(missing_ok=True)
    return sha256_of(out)


def unpack(pack: Path, folder: Path) -> None:
    """Unpack what `export_model` wrote into `folder`: plain files under plain names, and nothing else.

    `ModelError` where it is no such file, or holds anything else.
    """
    try:
        with tarfile.open(pack, "r:") as opened:
            for number, member in enumerate(opened):
                _unpack_one(pack, opened, member, number, folder)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ModelError(f"{pack} cannot be unpacked ({error}). Copy it over again.") from None


def _unpack_one(pack: Path, opened: tarfile.TarFile, member: tarfile.TarInfo, number: int, folder: Path) -> None:
    # Only the last part of the name counts, so nothing can be written outside of the folder.
    name = member.name.rpartition("/")[2]
    content = opened.extractfile(member) if member.isreg() else None
    if content is None or name in {"", ".", ".."} or number >= _MOST_FILES or member.size > _LARGEST:
        raise ModelError(f"{pack} holds '{member.name[:80]}', which does not belong into a model. It was not unpacked.")
    with content, (folder / name).open("xb") as file:
        shutil.copyfileobj(content, file, 1 << 20)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o644
    member.mtime = 0
    return member
