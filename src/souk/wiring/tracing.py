"""OpenTelemetry traces, where SOUK_OTEL_ENDPOINT names a collector (OTLP over HTTP, port 4318)."""

from typing import TYPE_CHECKING

from souk.kernel.errors import Unavailable
from souk.kernel.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


class TracingNotInstalled(Unavailable):
    code = "tracing_not_installed"
    title = "Traces are asked for, but cannot be sent"


def tracer_provider(settings: Settings, *, service: str) -> "TracerProvider | None":
    """Sends spans in batches, the last ones when the process ends. Raises TracingNotInstalled."""
    if settings.otel_endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise TracingNotInstalled(
            "SOUK_OTEL_ENDPOINT is set; install souk[otel], or take the setting away."
        ) from None
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    exporter = OTLPSpanExporter(endpoint=f"{settings.otel_endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider
