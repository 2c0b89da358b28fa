"""Reading YAML safely: no aliases, no tags, no duplicate keys, and the place of every value is kept for messages."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from ombud.domain.errors import CallerError

LARGEST_DOCUMENT = 4 * 1024 * 1024
DEEPEST = 12

Path = tuple[str | int, ...]


class PolicyError(CallerError):
    """A policy file that cannot be used: each line names file, line, column, what was found and what was expected."""

    code = "policy-invalid"
    title = "The policy cannot be used"


@dataclass(slots=True)
class YamlSource:
    """A document and where each of its values stands."""

    name: str
    content: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path) -> str:
        """`file:line:column` of the value at a path, or of the nearest that holds it."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return f"{self.name}:{line}:{column}"

    def error(self, path: Path, message: str) -> PolicyError:
        """Return an error about the value at a path."""
        return PolicyError(f"{self.place(path)}: {message}")


def read_yaml(document: str, name: str) -> YamlSource:
    """Read one document; `PolicyError` names the place of what is wrong."""
    source = YamlSource(name)
    if len(document) > LARGEST_DOCUMENT:
        raise PolicyError(f"{name}: longer than {LARGEST_DOCUMENT} characters")
    try:
        for event in yaml.parse(document, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise PolicyError(f"{_place(name, event.start_mark)}: aliases (*{event.anchor}) are not allowed")
        node = yaml.compose(document, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise PolicyError(f"{_place(name, error.problem_mark)}: {error.problem or error}") from None
    except yaml.YAMLError as error:
        raise PolicyError(f"{name}: {error}") from None
    if node is not None:
        source.content = _value(node, (), source)
    return source


def _place(name: str, mark: Any) -> str:
    return f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name


def _value(node: yaml.Node, path: Path, source: YamlSource) -> Any:
    source.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if len(path) > DEEPEST:
        raise source.error(path, f"nested deeper than {DEEPEST} levels")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), source) for index, item in enumerate(node.value)]
    try:
        return yaml.CSafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise source.error(path, f"cannot be read: {error}") from None


def _mapping(node: yaml.MappingNode, path: Path, source: YamlSource) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        at = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key, str):
            source.places[(*path, "?")] = at
            raise source.error((*path, "?"), "a key must be plain text")
        if key in content:
            source.places[(*path, key)] = at
            raise source.error((*path, key), f"'{key}' stands here for the second time")
        content[key] = _value(value_node, (*path, key), source)
        if not isinstance(value_node, yaml.MappingNode | yaml.SequenceNode):
            continue
        source.places[(*path, key)] = at
    return content
