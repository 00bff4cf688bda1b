"""A span for every run of a job, where a collector is configured."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from souk.kernel.settings import Settings
from souk.wiring.tracing import tracer_provider

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


class JobSpans:
    """Spans of a worker's runs. `close()` it at the end: that sends the last ones, and may take seconds."""

    def __init__(self, provider: "TracerProvider | None") -> None:
        self._provider = provider
        self._tracer = None if provider is None else provider.get_tracer("souk.worker")

    @classmethod
    def of(cls, settings: Settings) -> "JobSpans":
        """Raises TracingNotInstalled."""
        return cls(tracer_provider(settings, service="souk-worker"))

    @contextmanager
    def run(self, task: str, about: Mapping[str, int | str]) -> Iterator[Callable[[str], None]]:
        """A span for as long as the block runs; call what it gives with the outcome.

        Failures stay in the log and the dead letters: their words may quote somebody's data.
        """
        if self._tracer is None:
            yield _nobody_listens
            return
        with self._tracer.start_as_current_span(
            f"job {task}",
            attributes={f"souk.{name}": value for name, value in about.items()},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield lambda outcome: span.set_attribute("souk.outcome", outcome)

    def close(self) -> None:
        if self._provider is not None:
            self._provider.shutdown()


def _nobody_listens(_outcome: str) -> None:
    pass
