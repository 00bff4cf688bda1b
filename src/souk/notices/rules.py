"""How a notice sounds."""

from enum import StrEnum


class Tone(StrEnum):
    NEUTRAL = "neutral"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
