"""Reading the policy file: the contracted example, and what is said of mistakes."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ombud.domain.decision import Verdict
from ombud.policy.desk_parts import Weekday
from ombud.policy.parse import parse_policy
from ombud.policy.phrase_lists import Match
from ombud.policy.without_effect import keys_without_effect
from ombud.policy.yaml_source import PolicyError

CONTRACTED = """\
version: 1                  # of the format; a policy's own number is given when it is activated
model: embedded             # what its thresholds were tuned for
automation: automatic       # observe, assist (machine rejections become holds; where a new site starts), automatic
languages: [en]
unknown_language: hold
thresholds:
  toxicity:        {hold: 0.60, reject: 0.95}
  threat:          {hold: 0.40, reject: 0.90}
rules:
  - name: many-links
    description: More than two links from somebody new
    when: links.count > 2 && author.approved < 3
    verdict: hold           # also: weight, tags, until, daily_cap, urgent
  - name: new-phrase
    when: lists.slurs.hit
    verdict: reject
    shadow: true            # recorded, decides nothing
lists:
  slurs: {file: slurs.txt, match: deobfuscated}
sections:
  world: {thresholds: {toxicity: {hold: 0.5}}}
  obituaries: {default: hold}
articles: {}
failure: hold               # or pending; never approve
targets: {held: 30m}
hours: {zone: Europe/London, days: mon-fri, from: "08:00", to: "20:00"}
reasons:
  - {code: abuse, key: 1, author_text: "It attacks another person.", appealable: true}
appeals: {window: 14d, length: 2000}
retention: {rejected_text: 90d, client_address: 14d}
doors: {perspective: {record: off, on_failure: hold}}
examples:
  - {text: "Thank you, that was fair.", verdict: approve}
"""


def test_the_contracted_example_is_read_whole() -> None:
    document = parse_policy(CONTRACTED)
    assert document.languages == ("en",)
    assert document.lists["slurs"].match is Match.DEOBFUSCATED
    assert document.targets.held == timedelta(minutes=30)
    assert document.hours is not None
    assert document.hours.zone == ZoneInfo("Europe/London")
    assert document.hours.days == {Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI}
    assert (document.hours.opens, document.hours.closes) == (time(8), time(20))
    assert document.reasons[0].key == 1
    assert document.appeals is not None
    assert document.appeals.window == timedelta(days=14)
    assert document.retention.rejected_text == timedelta(days=90)
    assert document.doors.perspective.record is False
    assert document.examples[0].verdict is Verdict.APPROVE


def test_what_has_no_effect_yet_is_named() -> None:
    assert keys_without_effect(parse_policy("version: 1\nautomation: observe\n")) == []
    told = CONTRACTED.replace("\nfailure: hold", "\nfailure: pending").replace("record: off", "record: on")
    idle = keys_without_effect(parse_policy(told))
    assert {"hours", "doors' record", "failure: pending (what fails is held)"} <= set(idle)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("targets: {held: 30}", "policy.yaml:2:17: targets.held: a duration is a whole number and a unit"),
        ("targets: {held: 0m}", "longer than nothing"),
        ("targets: {held: 999999999w}", "at most 3653 days"),
        ("targets: {helt: 30m}", "unknown key 'helt'; did you mean held?"),
        ("hours: {zone: Europe/Lodon, days: mon, from: '08:00', to: '20:00'}", "there is no such time zone"),
        ("hours: {zone: Europe, days: mon, from: '08:00', to: '20:00'}", "there is no such time zone"),
        ("hours: {zone: UTC, days: mon-fry, from: '08:00', to: '20:00'}", "days are written mon-fri"),
        ("hours: {zone: UTC, days: mon, from: 10:30, to: '20:00'}", "YAML reads it as a number unless it is in quotes"),
        ("hours: {zone: UTC, days: mon, from: '24:00', to: '20:00'}", 'from "00:00" to "23:59"'),
        ("hours: {zone: UTC, days: mon, from: '08:00', to: '08:00'}", "the same time"),
        ("languages: [no]", "YAML reads no, off, on and yes as true or false"),
        ("automation: auto", "automation: Input should be 'observe', 'assist' or 'automatic'; found 'auto'"),
        ("failure: approve", "failure: Input should be 'hold' or 'pending'"),
        ("doors: {akismett: {record: on}}", "unknown key 'akismett'; did you mean akismet?"),
        ("doors: {openai: {on_failure: approve}}", "Input should be 'hold', 'pass' or 'error'"),
        ("doors: {perspective: {scale: google}}", "Input should be 'perspective' or 'own'"),
        ("doors: {akismet: {scale: own}}", "unknown key 'scale'"),
        ("lists: {in: {terms: [a]}}", "'in' is a word of the rule language"),
        ("lists: {b-c: {terms: [a]}}", "lists.b-c"),
        ("lists: {d: {}}", "a list needs `terms: [...]` or `file: NAME`"),
        ("lists: {d: {terms: ['  ']}}", "more than white space"),
        (
            "reasons: [{code: a, key: 1, author_text: x}, {code: b, key: 1, author_text: x}]",
            "two reasons have the key 1",
        ),
        ("reasons: [{code: a, key: 1, author_text: x}, {code: a, key: 2, author_text: x}]", "the code 'a'"),
        ("reasons: [{code: a, key: 12, author_text: x}]", "less than or equal to 9"),
        ("rules: [{name: a, when: lists.slur.hit, verdict: hold}]", "there is no signal 'lists.slur.hit'"),
        ("examples: [{text: a, verdict: hold, section: world}]", "the policy says nothing of a section 'world'"),
        ("rules: [{name: a, when: 'true', verdict: hold, daily_cap: 0}]", "greater than or equal to 1"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_was_expected(wrong: str, told: str) -> None:
    with pytest.raises(PolicyError) as raised:
        parse_policy(f"version: 1\n{wrong}\n")
    assert told in str(raised.value)
    assert str(raised.value).startswith("policy.yaml:2:")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(PolicyError) as raised:
        parse_policy("version: 1\nautomaton: x\ntargets: {held: soon}\n")
    assert len(str(raised.value).splitlines()) == 2


def test_days_may_run_over_the_weekend_and_hours_over_midnight() -> None:
    document = parse_policy("version: 1\nhours: {zone: UTC, days: 'sat-mon, wed', from: '22:00', to: '06:00'}\n")
    assert document.hours is not None
    assert document.hours.days == {Weekday.SAT, Weekday.SUN, Weekday.MON, Weekday.WED}


def test_near_names_of_signals_include_the_policys_own_lists() -> None:
    wrong = "version: 1\nlists: {slurs: {terms: [a]}}\nrules: [{name: a, when: lists.slur.hit, verdict: hold}]\n"
    with pytest.raises(PolicyError, match=r"did you mean lists\.slurs\.hit"):
        parse_policy(wrong)


def test_another_policys_lists_are_no_signals_here() -> None:
    rules = "rules: [{name: a, when: lists.slurs.hit, verdict: hold}]"
    parse_policy(f"version: 1\nlists: {{slurs: {{terms: [a]}}}}\n{rules}\n")
    with pytest.raises(PolicyError, match="there is no signal"):
        parse_policy(f"version: 1\n{rules}\n")


@pytest.mark.parametrize(("written", "on"), [("on", True), ("off", False), ('"on"', True), ("true", True)])
def test_the_cascade_is_switched_on_and_off_in_words(written: str, on: bool) -> None:
    assert parse_policy(f"version: 1\ncascade: {written}\n").cascade is on


def test_a_site_has_no_cascade_unless_its_policy_says_so() -> None:
    assert parse_policy("version: 1\n").cascade is False


@pytest.mark.parametrize("written", ["maybe", "1", "[on]"])
def test_a_switch_knows_on_and_off_alone(written: str) -> None:
    with pytest.raises(PolicyError, match=r"policy\.yaml:2:\d+: cascade: is written on or off"):
        parse_policy(f"version: 1\ncascade: {written}\n")
