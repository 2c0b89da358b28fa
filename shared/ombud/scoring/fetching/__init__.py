"""Bringing published files over, whole and unchanged."""
