"""Celery's settings, each with its reason. The queue of record is a table; these only make doorbells dependable."""

from celery import Celery

from ombud.messaging.broker import BROKER_OPTIONS
from ombud.settings import Settings

HARD_LIMIT_SECONDS = 20
SOFT_LIMIT_SECONDS = 15


def create_celery(settings: Settings, tasks: str, queue: str) -> Celery:
    """Return a worker's Celery application with the tasks of one module."""
    app = Celery("ombud", broker=settings.require_redis_url(), include=[tasks])
    app.conf.update(
        # A message is acknowledged after its work, so a stopped worker's doorbell is heard again.
        task_acks_late=True,
        # A killed child's message is not sent again by Celery, which would loop on a poisonous text: the lease in the
        # jobs table runs out, and attempts are counted there.
        task_reject_on_worker_lost=False,
        task_retry_on_worker_lost=False,
        # Below the visibility timeout and the stop grace. A hang ends here; its jobs are tried alone.
        task_time_limit=HARD_LIMIT_SECONDS,
        task_soft_time_limit=SOFT_LIMIT_SECONDS,
        # A doorbell is taken only when a child is free to answer it: those in hand could not be heard by other workers.
        # Counted by what the children do, and not by what was acknowledged (hence 0, no limit): an acknowledgement that
        # fails while Redis restarts is never made up for, and as many as there are children would end all listening
        # (kombu 5.7, `QoS.can_consume`).
        worker_disable_prefetch=True,
        worker_prefetch_multiplier=0,
        # Guards against slow leaks in native libraries.
        worker_max_tasks_per_child=50_000,
        # True would kill the child that is at work whenever Redis restarts, and load the model anew; what it records
        # is compare-and-set, so a doubled doorbell does no harm.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        # Results are rows of the database.
        task_ignore_result=True,
        # Never pickle.
        accept_content=["json"],
        task_serializer="json",
        # Without an end to waiting for a connection, a publish would hang while Redis is away.
        broker_pool_acquire_timeout=2,
        # The default gives up after some 46 minutes and ends the worker.
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        task_publish_retry_policy={"max_retries": 1, "interval_start": 0.1, "interval_max": 0.2},
        broker_transport_options=BROKER_OPTIONS,
        # After QUIT, time to finish the batch in hand. TERM already waits for it.
        worker_soft_shutdown_timeout=15,
        task_default_queue=queue,
        # Remote control and gossip cost a connection and traffic each; nobody listens.
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_proc_alive_timeout=30,
    )
    return app
