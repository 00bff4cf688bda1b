"""What a tenant's administrators have changed."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Event):
    """`area` is one of the settings' areas, or `tenant` for name, time zone and locale."""

    type = "settings.changed"
    capability = "settings.read"
    published = False

    area: str
    changed: list[str]

    @property
    def aggregate(self) -> str:
        return f"settings:{self.area}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSwitched(Event):
    type = "feature.switched"
    capability = "settings.read"
    published = False

    feature: str
    is_on: bool

    @property
    def aggregate(self) -> str:
        return f"feature:{self.feature}"
