"""The policy that a new site starts with."""

from importlib.resources import files


def starter_policy(*, automation: str = "assist") -> str:
    """Return the starter policy's text. The demo newsroom takes it with `automation: automatic`."""
    text = (files("ombud.policy") / "starter.yaml").read_text("utf-8")
    return text.replace("automation: assist", f"automation: {automation}", 1)
