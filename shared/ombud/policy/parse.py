"""Reading a policy file: every mistake is told at once, each with its place and what was expected."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from ombud.domain.scores import ATTRIBUTES
from ombud.policy.document import PolicyDocument
from ombud.policy.expressions import Condition, ExpressionError
from ombud.policy.judging_parts import Section
from ombud.policy.yaml_source import Path, PolicyError, YamlSource, read_yaml


def parse_policy(text: str, name: str = "policy.yaml") -> PolicyDocument:
    """Read and check a policy; `PolicyError` lists every mistake, one a line, with its place."""
    source = read_yaml(text, name)
    if not isinstance(source.content, dict):
        raise source.error((), "a policy is a mapping; start with `version: 1`")
    try:
        document = PolicyDocument.model_validate(source.content)
    except ValidationError as error:
        raise PolicyError("\n".join(_sentence(source, detail) for detail in error.errors())) from None
    mistakes = [
        *_unknown_attributes(source, document),
        *_wrong_conditions(source, document),
        *_unknown_sections(source, document),
        *_unknown_reasons(source, document),
    ]
    if mistakes:
        raise PolicyError("\n".join(mistakes))
    return document


def _sentence(source: YamlSource, detail: Any) -> str:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    where = ".".join(str(step) for step in path)
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(str(path[-1]), _keys_at(path[:-1]), n=2)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"{source.place(path)}: unknown key '{path[-1]}'{hint}"
    if detail["type"] == "missing":
        return f"{source.place(path)}: '{where}' is missing"
    found = detail.get("input")
    shown = f"; found {found!r}" if isinstance(found, str | int | float | bool) else ""
    message = detail["msg"].removeprefix("Value error, ")
    return f"{source.place(path)}: {where}: {message}{shown}"


def _keys_at(path: Path) -> list[str]:
    """Keys that the part at a path knows; none where the path leads nowhere."""
    part: type[BaseModel] | None = PolicyDocument
    for step in path:
        if part is None:
            return []
        names = {field.alias or name: name for name, field in part.model_fields.items()}
        if isinstance(step, str) and step in names:
            part = _part_in(part.model_fields[names[step]].annotation) or part
    return [field.alias or name for name, field in part.model_fields.items()] if part else []


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for argument in get_args(annotation) if (part := _part_in(argument))), None)


def _unknown_attributes(source: YamlSource, document: PolicyDocument) -> list[str]:
    parts: list[tuple[tuple[str, ...], Section]] = [((), document)]
    parts += [(("sections", name), part) for name, part in document.sections.items()]
    parts += [(("articles", name), part) for name, part in document.articles.items()]
    mistakes = []
    for path, part in parts:
        for attribute in part.thresholds:
            if attribute not in ATTRIBUTES:
                near = get_close_matches(attribute, ATTRIBUTES, n=2) or list(ATTRIBUTES)
                place = source.place((*path, "thresholds", attribute))
                mistakes.append(f"{place}: there is no attribute '{attribute}'; did you mean {' or '.join(near)}?")
    return mistakes


def _wrong_conditions(source: YamlSource, document: PolicyDocument) -> list[str]:
    mistakes = []
    for index, rule in enumerate(document.rules):
        try:
            Condition(rule.when, document.signals)
        except ExpressionError as error:
            place = source.place(("rules", index, "when"))
            mistakes.append(f"{place}: rule '{rule.name}', column {error.column} of `when`: {error.message}")
    return mistakes


def _unknown_sections(source: YamlSource, document: PolicyDocument) -> list[str]:
    mistakes = []
    for index, example in enumerate(document.examples):
        if example.section is not None and example.section not in document.sections:
            near = get_close_matches(example.section, document.sections, n=2) or list(document.sections)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            place = source.place(("examples", index, "section"))
            mistakes.append(f"{place}: the policy says nothing of a section '{example.section}'{hint}")
    return mistakes


def _unknown_reasons(source: YamlSource, document: PolicyDocument) -> list[str]:
    known = sorted(document.reason_codes)
    mistakes = []
    for index, rule in enumerate(document.rules):
        if rule.reason is not None and rule.reason not in known:
            near = get_close_matches(rule.reason, known, n=2) or known
            place = source.place(("rules", index, "reason"))
            mistakes.append(f"{place}: there is no reason '{rule.reason}'; did you mean {' or '.join(near)}?")
    return mistakes
