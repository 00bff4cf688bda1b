"""Structured logs. Request, tenant and job ids ride along in context variables."""

import logging
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

from souk.kernel.db.faults import without_values

_SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "api_key", "credential")


def _redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in event:
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "[redacted]"
    return event


_ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def _traceback(exc_info: _ExcInfo) -> str:
    """Plain: the prettier ones print local variables, and with them secrets. Nor what the database quotes."""
    return without_values("".join(traceback.format_exception(*exc_info)).rstrip("\n"), exc_info[1])


def _print_traceback(to: TextIO, exc_info: Any) -> None:
    to.write(_traceback(exc_info))


def configure_logging(level: str, *, as_json: bool) -> None:
    """Send structlog and the standard library's loggers through one chain, to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _redact,
    ]
    in_words = structlog.dev.ConsoleRenderer(exception_formatter=_print_traceback)
    renderer: Any = structlog.processors.JSONRenderer() if as_json else in_words
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatting: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        formatting.append(structlog.processors.ExceptionRenderer(_traceback))
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*formatting, renderer])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole URLs, and some carry keys


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger
