"""Migrations of the schema, run by `ombud db upgrade`."""
