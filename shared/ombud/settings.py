"""The settings that an operator can make, read from the environment or `.env`."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ombud.domain.errors import SettingsError

PREFIX = "OMBUD_"


class Settings(BaseSettings):
    """Typed and frozen. Each field is the variable `OMBUD_<NAME>`; its description is its row in the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    database_url: SecretStr | None = Field(
        None, description="PostgreSQL, as postgresql://user:password@host/name. Unset: `ombud up` starts its own."
    )
    redis_url: SecretStr | None = Field(
        None, description="Redis or Valkey, as redis://:password@host/0. Unset: `ombud up` starts its own."
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Encrypts stored secrets, seals cached scores; 32 random bytes or more. Same in every process.",
    )
    data_dir: Path = Field(Path("var"), description="Where `ombud up` keeps databases, keys and fetched models.")
    model: str = Field("embedded", description="The scoring model: a catalogue name or a folder.")
    model_mirror: str | None = Field(
        None, description="Where models are fetched from instead of their own hosts: http(s)://host/path."
    )
    host: str = Field("127.0.0.1", description="Address that the API listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that the API listens on.")
    public_url: str | None = Field(None, description="How the service is reached from outside, where that differs.")
    trusted_proxies: int = Field(0, ge=0, le=8, description="How many proxies in front set X-Forwarded-For.")
    log_format: Literal["console", "json"] = Field("console", description="Logs for people or for machines.")
    metrics_port: int | None = Field(None, ge=1, le=65535, description="Port of a worker's or scheduler's /metrics.")
    metrics_token: SecretStr | None = Field(None, description="Bearer token that /metrics asks for.")
    api_processes: int = Field(2, ge=1, le=64, description="API processes, each with 32 threads.")
    worker_processes: int = Field(2, ge=1, le=64, description="Scoring processes per worker.")
    lease_seconds: int = Field(60, ge=2, le=600, description="How long a worker may hold a job before it is due again.")
    backlog_limit: int = Field(
        500_000, ge=1, description="Waiting comments per site; above it a post is answered 503 with Retry-After."
    )
    webhook_allowed_networks: str | None = Field(
        None, description="Networks that webhooks may reach although they are private, as 10.1.0.0/16, 192.168.7.9/32."
    )
    demo_site_key: SecretStr | None = Field(None, description="Site key of the demo newsroom; `ombud up` sets it.")
    demo_made_at: AwareDatetime | None = Field(None, description="When the demo newsroom was made; `ombud up` sets it.")
    key_rate_limit: int = Field(1000, ge=1, description="Requests a second for each key.")
    author_rate_limit: int = Field(60, ge=1, description="Comments a minute for each author.")

    @field_validator("database_url")
    @classmethod
    def _postgresql_only(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://; no other database is supported")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_only(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @field_validator("webhook_allowed_networks")
    @classmethod
    def _networks_only(cls, value: str | None) -> str | None:
        try:
            _networks(value)
        except ValueError:
            raise ValueError("must be networks such as 10.1.0.0/16, separated by commas") from None
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError(
                "must have at least 32 characters; try: python -c 'import secrets; print(secrets.token_hex(32))'"
            )
        return value

    @field_validator("model_mirror")
    @classmethod
    def _http_only(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc):
            raise ValueError("must be an address such as https://mirror.example/models")
        return value

    def require_database_url(self) -> str:
        """Return the database's address in SQLAlchemy's form, or `SettingsError` where it is unset."""
        if self.database_url is None:
            raise SettingsError(f"{PREFIX}DATABASE_URL is not set. Set it, or start everything with `ombud up`.")
        _, _, rest = self.database_url.get_secret_value().partition("://")
        return f"postgresql+psycopg://{rest}"

    def require_redis_url(self) -> str:
        """Return the broker's address, or `SettingsError` where it is unset."""
        if self.redis_url is None:
            raise SettingsError(f"{PREFIX}REDIS_URL is not set. Set it, or start everything with `ombud up`.")
        return self.redis_url.get_secret_value()

    def require_secret_key(self) -> bytes:
        """Return the secret key, or `SettingsError` where it is unset."""
        if self.secret_key is None:
            raise SettingsError(f"{PREFIX}SECRET_KEY is not set. Set it, or start everything with `ombud up`.")
        return self.secret_key.get_secret_value().encode()

    @property
    def allowed_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The inner networks that webhooks may reach."""
        return _networks(self.webhook_allowed_networks)

    @property
    def reachable_host(self) -> str:
        """The address at which this machine reaches the API, which may listen on all of its addresses."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104
        return f"[{host}]" if ":" in host else host


def _networks(text: str | None) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in (text or "").split(",") if part.strip())


def load_settings() -> Settings:
    """Read the settings; `SettingsError` names every variable that is wrong, and never shows its value."""
    try:
        return Settings()
    except ValidationError as error:
        lines = (f"{PREFIX}{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError("; ".join(lines)) from None
