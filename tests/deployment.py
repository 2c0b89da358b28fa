"""What the deployment files say, read the way Docker reads them."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Dockerfile:
    """A parsed Dockerfile: instructions in order, those of the last stage apart."""

    instructions: list[tuple[str, str]] = field(default_factory=list)

    @property
    def last_stage(self) -> list[tuple[str, str]]:
        last = max(index for index, (name, _) in enumerate(self.instructions) if name == "FROM")
        return self.instructions[last:]

    def all(self, name: str) -> list[str]:
        return [rest for found, rest in self.instructions if found == name]

    def last(self, name: str) -> str:
        """The value that the image ends up with."""
        return [rest for found, rest in self.last_stage if found == name][-1]

    def words(self, name: str) -> list[str]:
        """A value in exec form."""
        words: list[str] = json.loads(self.last(name))
        return words

    def environment(self) -> dict[str, str]:
        pairs = [pair for line in self.all("ENV") for pair in line.split()]
        return dict(pair.split("=", 1) for pair in pairs)


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return document


def dockerfile(service: str) -> Dockerfile:
    path = ROOT / compose()["services"][service]["build"]["dockerfile"]
    lines = re.sub(r"^\s*#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    split = [line.split(None, 1) for line in lines if line.strip()]
    return Dockerfile([(name.upper(), rest.strip()) for name, rest in split])


def lock_of(service: str) -> Path:
    """The lock that a service's image is installed from."""
    [name] = re.findall(r"/app/bin/pip install --require-hashes -r (\S+)", " ".join(dockerfile(service).all("RUN")))
    return ROOT / str(name)


def command_of(service: str) -> list[str]:
    """What a service's container runs."""
    return [*dockerfile(service).words("ENTRYPOINT"), *compose()["services"][service]["command"]]
