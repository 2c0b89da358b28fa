"""The parts of the policy file about the service around the verdicts: what is kept how long, and the doors."""

from typing import Literal

from ombud.policy.field_types import Duration, Part


class Retention(Part):
    """How long what need not stay is kept. Unset: for as long as the comment.

    `rejected_text` counts from the rejection, `client_address` (with the browser's name) from the posting,
    `appeal_text` from the answer to the appeal, `report_note` from the report.
    """

    rejected_text: Duration | None = None
    client_address: Duration | None = None
    appeal_text: Duration | None = None
    report_note: Duration | None = None


class Door(Part):
    """How one door behaves. With `record` on, what passes it is kept as comments; off, nothing is stored.

    `on_failure` is what a text gets that cannot be scored: `hold` answers as for the worst of texts, `pass` as for a
    harmless one, `error` with an error of the protocol.
    """

    record: bool = False
    on_failure: Literal["hold", "pass", "error"] = "hold"


class PerspectiveDoor(Door):
    """Perspective's door. `scale` says whose scores it gives: translated to Perspective's, or the model's own."""

    scale: Literal["perspective", "own"] = "perspective"


class Doors(Part):
    """One entry for each protocol that Ombud speaks."""

    perspective: PerspectiveDoor = PerspectiveDoor()
    coral: Door = Door()
    akismet: Door = Door()
    openai: Door = Door()
