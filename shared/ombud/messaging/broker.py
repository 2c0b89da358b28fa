"""The connection to Redis or Valkey as Celery's broker, with settings that keep a dead broker from hurting anybody."""

from typing import Any

from celery import Celery

BROKER_OPTIONS: dict[str, Any] = {
    # Above three times the hard time limit of a task, so that a running task is never delivered a second time.
    "visibility_timeout": 120,
    # Messages of dead workers come back after seconds, not after the default's minutes.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A half-open connection is found and dropped; without a socket timeout a publish would wait for ever.
    "health_check_interval": 5,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "client_name": "ombud",
}


def publisher(redis_url: str) -> Celery:
    """Return a Celery application that only sends: for the API and the scheduler."""
    app = Celery("ombud", broker=redis_url, set_as_current=False)
    app.conf.update(
        broker_transport_options=BROKER_OPTIONS | {"socket_timeout": 2, "socket_connect_timeout": 1},
        broker_pool_acquire_timeout=2,
        broker_connection_retry=False,
        broker_connection_timeout=1,
        task_publish_retry=False,  # the next doorbell or the next sweep is the retry
        task_ignore_result=True,
    )
    return app
