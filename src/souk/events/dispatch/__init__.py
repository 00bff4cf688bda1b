"""Handing the log to its subscribers, each at its own pace."""

from souk.events.dispatch.dispatcher import Dispatcher
from souk.events.dispatch.positions import register

__all__ = ["Dispatcher", "register"]
