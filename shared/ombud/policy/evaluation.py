"""Applying a policy to one comment: thresholds and rules over its signals, every reason kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ombud.domain.decision import SEVERITY, Reason, Verdict
from ombud.domain.scores import TextScores
from ombud.policy.document import PolicyDocument
from ombud.policy.expressions import Condition, Outcome
from ombud.policy.judging_parts import Bands, Section
from ombud.policy.parse import parse_policy
from ombud.policy.phrase_lists import Match
from ombud.policy.phrase_matching import PhraseFinder
from ombud.policy.yaml_source import PolicyError


@dataclass(frozen=True, slots=True)
class Reading:
    """How a phrase is read, and in which readings of a text it is looked for: the one that has most of them counts."""

    of_phrase: Callable[[str], str]
    of_text: Callable[[str], Sequence[str]]


Readings = Mapping[Match, Reading]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands: what differs by section and article is laid over the policy, the article last."""

    section: str | None
    article_id: str | None


@dataclass(frozen=True, slots=True)
class _InForce:
    thresholds: Mapping[str, Bands]
    held_by_default: str | None


class Policy:
    """A version of a site's policy, compiled once and used for many comments."""

    def __init__(self, document: PolicyDocument, version: int) -> None:
        """Compile a document that was checked before; `PolicyError` where a list is still in a file of its own."""
        for name, phrases in document.lists.items():
            if phrases.terms is None:
                raise PolicyError(f"The list '{name}' is in a file, which the command line alone reads.")
        self.document = document
        self.version = version
        self._conditions = {rule.name: Condition(rule.when, document.signals) for rule in document.rules}
        self._finders: dict[str, PhraseFinder] = {}

    @classmethod
    def parse(cls, text: str, version: int) -> "Policy":
        """Read, check and compile; `PolicyError` where the text is no valid policy."""
        return cls(parse_policy(text), version)

    def reasons(
        self, scored: TextScores, signals: Mapping[str, object], place: Place, now: datetime
    ) -> tuple[Reason, ...]:
        """Everything that speaks against a comment, severest first. No reason at all means approve."""
        in_force = self._in_force(place)
        found = [*_threshold_reasons(in_force.thresholds, scored), *self._rule_reasons(signals, now)]
        if in_force.held_by_default:
            found.append(
                Reason("default.hold", f"Every comment {in_force.held_by_default} waits for a person.", Verdict.HOLD)
            )
        return tuple(sorted(found, key=_severest_first))

    def least_thresholds(self, place: Place) -> dict[str, float]:
        """Return the lowest score of each attribute that speaks against a comment at a place."""
        bands = self._in_force(place).thresholds
        return {name: least for name, both in bands.items() if (least := _least(both)) is not None}

    def all_places(self) -> list[Place]:
        """Return a place for each part of the policy that says something of its own, the rest of the site first."""
        sections = [Place(name, None) for name in self.document.sections]
        return [Place(None, None), *sections, *(Place(None, name) for name in self.document.articles)]

    def shadow_hits(self, signals: Mapping[str, object], now: datetime) -> list[str]:
        """Names of shadow rules that would have fired: recorded, decide nothing."""
        return [
            rule.name
            for rule in self.document.rules
            if rule.shadow
            and (rule.until is None or now < rule.until)
            and self._conditions[rule.name].evaluate(signals) is Outcome.TRUE
        ]

    def list_signals(self, text: str, readings: Readings) -> dict[str, object]:
        """Return the signals of the policy's lists: what of them stands in a text."""
        signals: dict[str, object] = {}
        read: dict[Match, Sequence[str]] = {}
        for name, phrases in self.document.lists.items():
            reading = readings[phrases.match]
            if name not in self._finders:
                self._finders[name] = PhraseFinder(map(reading.of_phrase, phrases.terms or ()))
            if phrases.match not in read:
                read[phrases.match] = reading.of_text(text)
            count = max(map(self._finders[name].count, read[phrases.match]))
            signals |= {f"lists.{name}.hit": count > 0, f"lists.{name}.count": count}
        return signals

    def _in_force(self, place: Place) -> _InForce:
        thresholds = dict(self.document.thresholds)
        default = "on this site" if self.document.default else None
        for part, where in self._overrides(place):
            for attribute, bands in part.thresholds.items():
                told = bands.model_dump(exclude_unset=True)
                thresholds[attribute] = thresholds.get(attribute, Bands()).model_copy(update=told)
            if part.default:
                default = where
        return _InForce(thresholds, default)

    def _overrides(self, place: Place) -> list[tuple[Section, str]]:
        found = []
        if place.section is not None and place.section in self.document.sections:
            found.append((self.document.sections[place.section], "in this section"))
        if place.article_id is not None and place.article_id in self.document.articles:
            found.append((self.document.articles[place.article_id], "on this article"))
        return found

    def _rule_reasons(self, signals: Mapping[str, object], now: datetime) -> list[Reason]:
        found = []
        for rule in self.document.rules:
            if rule.shadow or (rule.until is not None and now >= rule.until):
                continue
            outcome = self._conditions[rule.name].evaluate(signals)
            if outcome is Outcome.TRUE:
                message = f"{rule.description}." if rule.description else f"The rule '{rule.name}' applies."
                found.append(Reason(f"rule.{rule.name}", message, rule.verdict, rule=rule.name))
            elif outcome is Outcome.FAILED:
                message = f"The rule '{rule.name}' could not be evaluated, so a person should look."
                found.append(Reason("rule.failed", message, Verdict.HOLD, rule=rule.name))
        return found


def _least(bands: Bands) -> float | None:
    return min((band for band in (bands.hold, bands.reject) if band is not None), default=None)


def _threshold_reasons(thresholds: Mapping[str, Bands], scored: TextScores) -> list[Reason]:
    found = []
    for attribute, bands in thresholds.items():
        score = scored.scores.get(attribute)
        if score is None:
            continue
        for verdict, threshold in ((Verdict.REJECT, bands.reject), (Verdict.HOLD, bands.hold)):
            if threshold is not None and score >= threshold:
                found.append(_threshold_reason(attribute, score, threshold, verdict, scored))
                break
    return found


def _threshold_reason(attribute: str, score: float, threshold: float, verdict: Verdict, scored: TextScores) -> Reason:
    named = attribute.replace("_", " ").capitalize()
    return Reason(
        code=f"threshold.{attribute}",
        message=f"{named} {score:.2f} is at or above {threshold:.2f}, where the policy says {verdict.value}.",
        verdict=verdict,
        attribute=attribute,
        score=score,
        threshold=threshold,
        view=scored.views.get(attribute),
        spans=scored.spans.get(attribute, ()),
        window=scored.windows.get(attribute),
    )


def _severest_first(reason: Reason) -> tuple[int, float]:
    return -SEVERITY[reason.verdict], -(reason.score if reason.score is not None else 0.5)
