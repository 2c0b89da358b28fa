"""The door of the Perspective API (commentanalyzer v1alpha1)."""
