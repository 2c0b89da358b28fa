"""Views: the readings of a text, each with a map of its characters to the raw text."""
