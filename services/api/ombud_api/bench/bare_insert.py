"""A bare endpoint that inserts one row through a pooled psycopg connection, under the API's own gunicorn settings.

Run by `ombud bench ingest` as `python -m ombud_api.bench.bare_insert`.
"""

from typing import cast

import psycopg
from flask import Flask, Response, jsonify, request
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

from ombud.domain.ids import new_id
from ombud.settings import Settings, load_settings
from ombud_api.app import CONNECTIONS
from ombud_api.serve import serve_app

_TABLE = "CREATE TABLE IF NOT EXISTS bare_comments (id uuid PRIMARY KEY, author text, article text, body text)"
_INSERT = "INSERT INTO bare_comments (id, author, article, body) VALUES (%s, %s, %s, %s)"


def create_bare_app(settings: Settings) -> Flask:
    """Make the endpoint: read JSON, insert, commit, answer 202."""
    app = Flask("bare_insert")
    url = settings.require_database_url().replace("+psycopg", "")
    pool = QueuePool(lambda: cast(DBAPIConnection, psycopg.connect(url)), pool_size=CONNECTIONS, max_overflow=0)

    @app.get("/livez")
    def live() -> Response:
        return jsonify(status="ok")

    @app.post("/insert")
    def insert() -> tuple[Response, int]:
        body = request.get_json()
        comment_id = new_id()
        connection = pool.connect()
        try:
            connection.cursor().execute(
                _INSERT, (comment_id, body["author"]["id"], body["article"]["id"], body["text"])
            )
            connection.commit()
        finally:
            connection.close()
        return jsonify(id=str(comment_id)), 202

    return app


def main() -> None:
    """Make the table and serve."""
    settings = load_settings()
    with psycopg.connect(settings.require_database_url().replace("+psycopg", "")) as connection:
        connection.execute(_TABLE)
    serve_app(settings, create_bare_app)


if __name__ == "__main__":
    main()
