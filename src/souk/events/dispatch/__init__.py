"""Handing the log to its subscribers, each at its own pace."""

from souk.events.dispatch.dispatcher import Dispatcher

__all__ = ["Dispatcher"]
