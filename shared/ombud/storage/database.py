"""The connection pool, and the rule that a transaction is committed at the edge only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import orjson
from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ombud.domain.errors import UnavailableError

CONNECT_SECONDS = 3
STATEMENT_MILLISECONDS = 15_000


class Database:
    """A pool of connections to PostgreSQL. Made after any fork, one per process."""

    def __init__(self, url: str, *, pool_size: int = 10, application_name: str = "ombud") -> None:
        """Connect lazily; `url` is SQLAlchemy's, `pool_size` the most connections held at once."""
        self._single_statements: Engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",  # the hot path is one statement; setting it for each would cost a third more
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=False,  # a stale connection fails its first statement and is dropped with all its siblings
            hide_parameters=True,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": application_name,
                # A server that went without a word is noticed within half a minute, not after the kernel's two hours.
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": 20_000,
                "options": f"-c statement_timeout={STATEMENT_MILLISECONDS} -c timezone=UTC",
            },
        )
        self.engine = self._single_statements.execution_options(isolation_level="READ COMMITTED")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Commit at the end, roll back on any error. `UnavailableError` where the database cannot be reached."""
        with self._as_unavailable(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _as_unavailable(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, PoolTimeoutError) as error:
            raise UnavailableError("The database cannot be reached just now. Try again in a moment.") from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise UnavailableError("The database connection was lost. Try again in a moment.") from error
            raise

    @contextmanager
    def statement(self) -> Iterator[Connection]:
        """Let each statement be a transaction of its own: one round trip instead of three."""
        with self._as_unavailable(), self._single_statements.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def current_time(connection: Connection) -> datetime:
    """Return the database's clock: one reading for a whole transaction, aware, UTC."""
    return connection.execute(select(func.now())).scalar_one()
