"""Which requests are traced, and with what."""

from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig

from souk.kernel.settings import Settings
from souk.tenancy.http import API
from souk.wiring.tracing import tracer_provider

_WITH_CODES = f"{API}/public/"
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


def telemetry(settings: Settings) -> TelemetryConfig:
    """Spans of requests and their parts, where a collector is configured."""
    provider = tracer_provider(settings, service="souk-web")
    config = TelemetryConfig(
        tracing=provider is not None, metrics=False, logs=False, auto_configure=False, exclude=_untraced
    )
    if provider is not None:
        config["tracer_provider"] = provider
    return config


def _untraced(scope: MutableMapping[str, Any]) -> bool:
    """Probes say nothing; and a span would hold the address, which for links is their secret."""
    path = scope["path"]
    return path in _PROBES or path.startswith(_WITH_CODES)
