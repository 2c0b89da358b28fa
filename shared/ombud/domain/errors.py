"""One tree of errors, by whose fault they are. Each says what happened, where, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a JSON pointer and a sentence."""

    pointer: str
    detail: str


class OmbudError(Exception):
    """Base of all expected failures. `code` is stable and becomes the problem's type; `str()` is for people."""

    code = "internal-error"
    title = "Something went wrong on our side"


class SettingsError(OmbudError):
    """A setting is missing or wrong; names the variable, never its value."""

    code = "settings"
    title = "A setting is missing or wrong"


class CallerError(OmbudError):
    """The caller can mend it (4xx)."""


class UnavailableError(OmbudError):
    """A backing service or our own capacity is lacking for now (503)."""

    code = "unavailable"
    title = "The service cannot answer just now"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelError(OmbudError):
    """A scoring model is unknown, missing, changed or unfit; names the model, the file and what to do."""

    code = "model"
    title = "A scoring model cannot be used"
