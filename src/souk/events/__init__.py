"""What has happened: the events by publisher, their log, the bus that hands them on, the live stream."""

from souk.events.event import Event, emit

__all__ = ["Event", "emit"]
