"""The policy file: what stands at its top level. Its parts are in files of their own, reading it is in `parse`."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from ombud.domain.author_reasons import ReasonCode
from ombud.policy.desk_parts import Hours, Targets
from ombud.policy.field_types import Language, Switch
from ombud.policy.judging_parts import Example, Rule, Section
from ombud.policy.phrase_lists import MOST_LISTS, ListName, PhraseList, check_list_name, signals_with_lists
from ombud.policy.reader_parts import Appeals, AuthorReason, Reports, Statements, Texts
from ombud.policy.service_parts import Doors, Retention
from ombud.policy.signals import Signal

MOST_RULES = 500
MOST_EXAMPLES = 1000


class PolicyDocument(Section):
    """A whole policy, as contracted in the file's version 1.

    `automation` is how far the machine may go: `observe` records what it would decide and approves, `assist` turns its
    rejections into holds, `automatic` decides. `model` names the model that the thresholds were tuned for. `cascade`
    lets a linear screen decide the plainly harmless alone, where the model has one.
    """

    version: Literal[1]
    model: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    automation: Literal["observe", "assist", "automatic"] = "assist"
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=100)] | None = None
    unknown_language: Literal["hold", "score"] = "hold"
    cascade: Switch = False
    rules: tuple[Rule, ...] = Field((), max_length=MOST_RULES)
    lists: Annotated[
        Mapping[Annotated[ListName, AfterValidator(check_list_name)], PhraseList], Field(max_length=MOST_LISTS)
    ] = Field(default_factory=dict)
    sections: Mapping[str, Section] = Field(default_factory=dict)
    articles: Mapping[str, Section] = Field(default_factory=dict)
    failure: Literal["hold", "pending"] = "hold"
    targets: Targets = Targets()
    hours: Hours | None = None
    reasons: Annotated[tuple[AuthorReason, ...], Field(max_length=9)] = ()
    held_text: Texts | None = None
    appeals: Appeals = Appeals()
    reports: Reports = Reports()
    statements: Statements = Statements()
    retention: Retention = Retention()
    doors: Doors = Doors()
    examples: Annotated[tuple[Example, ...], Field(max_length=MOST_EXAMPLES)] = ()

    @field_validator("rules")
    @classmethod
    def _distinct_names(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        name = _first_twice([rule.name for rule in rules])
        if name is not None:
            raise ValueError(f"two rules are named '{name}'")
        return rules

    @field_validator("reasons")
    @classmethod
    def _distinct_reasons(cls, reasons: tuple[AuthorReason, ...]) -> tuple[AuthorReason, ...]:
        code = _first_twice([reason.code for reason in reasons])
        if code is not None:
            raise ValueError(f"two reasons have the code '{code}'")
        key = _first_twice([reason.key for reason in reasons])
        if key is not None:
            raise ValueError(f"two reasons have the key {key}")
        return reasons

    @property
    def signals(self) -> Mapping[str, Signal]:
        """The signals that this policy's rules can use: those there are always, and those of its lists."""
        return signals_with_lists(self.lists)

    @property
    def reason_codes(self) -> frozenset[str]:
        """The reasons that authors can be told and readers can report: those there are always, and the policy's own."""
        return frozenset({*ReasonCode, *(reason.code for reason in self.reasons)})


def _first_twice(values: Sequence[Hashable]) -> Hashable | None:
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
