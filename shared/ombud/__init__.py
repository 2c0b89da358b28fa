"""Ombud: moderation of reader comments. The library that the API and the worker share."""
