"""The bodies that calls about webhooks take."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from ombud.domain.events import EventType
from ombud.domain.limits import LONGEST_URL
from ombud.domain.webhooks import AddressError, parse_address
from ombud_api.v1.fields import Body, Time

_SHOWN_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s@#\\/?]+([/?][^\s#\\]*)?$"


def _webhook_address(value: str) -> str:
    try:
        parse_address(value)
    except AddressError as error:
        raise PydanticCustomError("webhook_address", "{sentence}", {"sentence": str(error)}) from None
    return value


WebhookUrl = Annotated[
    str,
    Field(strict=True, max_length=LONGEST_URL, json_schema_extra={"pattern": _SHOWN_PATTERN}),
    AfterValidator(_webhook_address),
]
EventTypes = Annotated[tuple[EventType, ...], Field(max_length=len(EventType))]


class WebhookBody(Body):
    """A new endpoint."""

    url: WebhookUrl
    """Where to send: http or https, with port 80, 443 or one from 1024 on; no user name, no fragment."""
    events: EventTypes = ()
    """The types to send; none named means all, those of later releases too."""


class WebhookChange(Body):
    """What to change of an endpoint; what is left out stays."""

    url: WebhookUrl | None = None
    """A new address."""
    events: EventTypes | None = None
    """The types to send from now on; an empty list means all."""
    enabled: bool | None = None
    """`false` sends nothing more and gives up what is under way; `true` begins again."""


class RedeliveryBody(Body):
    """Which deliveries to send again: one by `delivery`, or those since a time."""

    delivery: UUID | None = None
    """The id of one delivery."""
    since: Time | None = None
    """Those of events that happened from this time on."""
    until: Time | None = None
    """Those of events that happened before this time."""
    status: Literal["dead", "delivered", "all"] = "dead"
    """With `since`: which of them. `dead` are those that were given up."""

    @model_validator(mode="after")
    def _one_way_to_choose(self) -> "RedeliveryBody":
        if (self.delivery is None) == (self.since is None):
            raise PydanticCustomError("redelivery", "must have either delivery or since")
        return self
