"""Celery tasks: adapters. What they do is in `ombud.pipeline`."""
