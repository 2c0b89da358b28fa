"""The policy file: its shape, and what is true of every valid one."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ombud.domain.decision import Verdict
from ombud.domain.scores import ATTRIBUTES
from ombud.policy.expressions import Condition, ExpressionError
from ombud.policy.yaml_source import PolicyError, YamlSource, read_yaml

Score = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
MOST_RULES = 500


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bands(_Part):
    """Two bands of one attribute: from `hold` on a person looks, from `reject` on the comment is refused."""

    hold: Score | None = None
    reject: Score | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Bands":
        if self.hold is not None and self.reject is not None and self.hold > self.reject:
            raise ValueError(f"hold ({self.hold}) must not be above reject ({self.reject})")
        return self


class Rule(_Part):
    """A named, described condition over signals with a verdict."""

    name: Name
    description: Annotated[str, Field(min_length=1, max_length=500)]
    when: str
    verdict: Verdict
    weight: Annotated[float, Field(ge=0, le=1)] = 0.5
    tags: tuple[Name, ...] = ()
    until: datetime | None = None
    shadow: bool = False

    @field_validator("verdict", mode="before")
    @classmethod
    def _known_verdict(cls, value: object) -> object:
        return Verdict(value) if isinstance(value, str) and value in tuple(Verdict) else value

    @field_validator("until")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("needs a time zone, such as 2026-12-31T00:00:00Z")
        return value


class Section(_Part):
    """What differs for a section or an article."""

    thresholds: Mapping[str, Bands] = Field(default_factory=dict)
    default: Literal["hold"] | None = None


class PolicyDocument(Section):
    """A whole policy, as contracted in the file's version 1."""

    version: Literal[1]
    model: str | None = None
    automation: Literal["assist", "automatic"] = "assist"
    rules: tuple[Rule, ...] = Field((), max_length=MOST_RULES)
    sections: Mapping[str, Section] = Field(default_factory=dict)
    articles: Mapping[str, Section] = Field(default_factory=dict)
    failure: Literal["hold"] = "hold"

    @field_validator("rules")
    @classmethod
    def _distinct_names(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        seen: set[str] = set()
        for rule in rules:
            if rule.name in seen:
                raise ValueError(f"two rules are named '{rule.name}'")
            seen.add(rule.name)
        return rules


def parse_policy(text: str, name: str = "policy.yaml") -> PolicyDocument:
    """Read and check a policy; `PolicyError` lists every mistake, one a line, with its place."""
    source = read_yaml(text, name)
    if not isinstance(source.content, dict):
        raise source.error((), "a policy is a mapping; start with `version: 1`")
    try:
        document = PolicyDocument.model_validate(source.content)
    except ValidationError as error:
        raise PolicyError("\n".join(_sentence(source, detail) for detail in error.errors())) from None
    mistakes = [*_unknown_attributes(source, document), *_wrong_conditions(source, document)]
    if mistakes:
        raise PolicyError("\n".join(mistakes))
    return document


def _sentence(source: YamlSource, detail: Any) -> str:
    path = tuple(detail["loc"])
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


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    part: type[BaseModel] = PolicyDocument
    if path[:1] == ("rules",):
        part = Rule
    elif "thresholds" in path:
        part = Bands
    elif path[:1] in (("sections",), ("articles",)):
        part = Section
    return list(part.model_fields)


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
            Condition(rule.when)
        except ExpressionError as error:
            place = source.place(("rules", index, "when"))
            mistakes.append(f"{place}: rule '{rule.name}', column {error.column} of `when`: {error.message}")
    return mistakes
