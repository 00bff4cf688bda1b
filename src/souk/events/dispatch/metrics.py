"""What the dispatcher tells Prometheus."""

from prometheus_client import Counter, Gauge

LAG_EVENTS = Gauge("souk_event_lag_ids", "Ids of the log a subscriber has not looked at", ["subscriber"])
LAG_S = Gauge("souk_event_lag_seconds", "Age of the oldest event a subscriber waits with", ["subscriber"])
SET_ASIDE = Gauge("souk_events_set_aside", "Events set aside or waiting behind one", ["subscriber"])
HANDLED = Counter("souk_events_handled_total", "Events handled", ["subscriber"])
FAILED = Counter("souk_events_failed_total", "Events set aside, each attempt counted", ["subscriber"])
POSTPONED = Counter(
    "souk_events_postponed_total", "Events put off after a lost race for locks", ["subscriber"]
)
TURNS_FAILED = Counter("souk_event_turns_failed_total", "Turns that ended in an error", ["subscriber"])
