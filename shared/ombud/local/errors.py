"""What can be expected to fail on the way to a running local stack."""

from ombud.domain.errors import OmbudError


class LocalStackError(OmbudError):
    """The local stack cannot start or go on; the message is one sentence that says what to do."""

    code = "local-stack"
    title = "The local stack cannot run"
