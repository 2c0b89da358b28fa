"""What a demo comment really is. Ombud never sees it; the simulated moderators decide by it."""

from enum import StrEnum


class Kind(StrEnum):
    """The hidden class of a demo comment."""

    CIVIL = "civil"
    """Calm, on the subject; war words and football slang included."""
    HEATED = "heated"
    """Angry about the matter or those responsible for it, and still fine to publish."""
    INSULTING = "insulting"
    """Attacks a person."""
    THREATENING = "threatening"
    """Announces or wishes violence against a person."""
    SPAM = "spam"
    """Sells something."""
    HATEFUL = "hateful"
    """Attacks people for what they are."""
    OBFUSCATED = "obfuscated"
    """An insult written so that a filter misses it."""
    PERSONAL_DETAILS = "personal_details"
    """Gives away a telephone number, an address or a mailbox."""
    BRIGADE = "brigade"
    """One of many near-identical comments by newly registered accounts."""
