"""Doorbells: messages that say "there may be jobs". They carry no text and may be lost or doubled without harm."""
