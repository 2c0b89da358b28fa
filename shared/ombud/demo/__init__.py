"""The demo newsroom: an invented newspaper, its readers, and thirty days of what they wrote.

Everything here is made up and made from a seed, so that the same seed gives the same newsroom. Nothing here talks to
Ombud: whoever loads the newsroom does so through the public API, as any other site would.
"""
