"""Every setting of the process, typed, from `SOUK_…` variables or a `.env` file."""

from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _comma_separated(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """Nothing has to be set: the embedded run keeps its data in `home` and listens on loopback."""

    model_config = SettingsConfigDict(env_prefix="SOUK_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("souk"))
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str | None = Field(default=None, description="the address people use, when behind a proxy")

    database_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "SOUK_DATABASE_URL")
    )
    database_replica_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_REPLICA_URL", "SOUK_DATABASE_REPLICA_URL")
    )
    database_role_prefix: str = Field(default="souk", pattern=r"^[a-z][a-z0-9_]{0,30}$")
    database_pool: int = Field(default=10, ge=1, le=200, description="connections per engine and process")
    postgres_bin: Path | None = None

    secret_key: SecretStr | None = Field(
        default=None, description="one or more Fernet keys, comma separated, the newest first"
    )
    smtp_url: SecretStr | None = None
    mail_from: str = "souk@localhost"

    rate_limit_per_min: int = Field(default=600, ge=1)
    streams_max: int = Field(default=1000, ge=1, description="live streams of one process")
    streams_per_tenant_max: int = Field(default=100, ge=1, description="of these, for one tenant")
    body_max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)
    import_max_bytes: int = Field(default=2 * 1024**3, ge=1024)
    import_max_rows: int = Field(default=5_000_000, ge=1)
    webhook_allow_private: bool = Field(default=False, description="let webhooks reach private addresses")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)] = Field(
        default=(), description="addresses or networks whose X-Forwarded-For and -Proto are believed"
    )

    worker_concurrency: int = Field(default=4, ge=1, le=64)
    log_level: str = "INFO"
    log_json: bool = False
    metrics_port: int | None = None
    metrics_token: SecretStr | None = None
    otel_endpoint: str | None = None
