"""The worker: Celery tasks and the scheduler. Adapters around `ombud.pipeline`."""
