"""Scoring: texts in, a probability for each attribute out."""
