"""Which keys of the policy file are checked and kept, but change nothing yet."""

from ombud.policy.document import PolicyDocument

_TOP_LEVEL = ("targets", "hours")
_OF_RULES = ("weight", "tags", "daily_cap", "urgent")


def keys_without_effect(document: PolicyDocument) -> list[str]:
    """Name what a policy sets although nothing reads it yet, so that nobody leans on it."""
    told = document.model_fields_set
    found = [name for name in _TOP_LEVEL if name in told]
    doors = document.doors
    if any(door.record for door in (doors.perspective, doors.coral, doors.akismet, doors.openai)):
        found.append("doors' record")
    if document.failure == "pending":
        found.append("failure: pending (what fails is held)")
    found += [f"rules' {name}" for name in _OF_RULES if any(name in rule.model_fields_set for rule in document.rules)]
    return found
