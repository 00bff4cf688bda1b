"""What is worth a notice."""

from collections.abc import Sequence

from souk.events import Event
from souk.events.attribution import AdCampaignStatusChanged
from souk.events.dispatching import EventWasSetAside
from souk.events.trackers import TrackerFailed
from souk.events.webhooks import WebhookDisabled
from souk.kernel.work import Work
from souk.notices.actions import Said, post_notice
from souk.notices.rules import Tone

HEARD: tuple[type[Event], ...] = (AdCampaignStatusChanged, EventWasSetAside, TrackerFailed, WebhookDisabled)


async def post_notices(work: Work, events: Sequence[Event]) -> None:
    """One notice for each occasion; an event heard again finds its notice there."""
    for event in events:
        match event:
            case AdCampaignStatusChanged(after="ended"):
                await _campaign_ended(work, event)
            case TrackerFailed(parent_id=None):
                await _tracker_failed(work, event)
            case EventWasSetAside():
                await _event_set_aside(work, event)
            case WebhookDisabled():
                await _webhook_disabled(work, event)


async def _campaign_ended(work: Work, event: AdCampaignStatusChanged) -> None:
    said = Said(
        kind="campaign_finished",
        tone=Tone.GOOD,
        title=f"{event.name} has ended",
        text="What it earned is in its report.",
        details={"name": event.name},
        link=f"/ads/{event.campaign_id}",
        subject=("ad_campaign", event.campaign_id),
        occasion=str(event.cause),
    )
    await post_notice(work, said, capability="attribution.edit", besides=_who_did_it(event))


async def _tracker_failed(work: Work, event: TrackerFailed) -> None:
    label = event.label or event.subject_kind
    said = Said(
        kind="tracker_failed",
        tone=Tone.BAD,
        title=f"{label}: {event.action} failed",
        text=event.error,
        details={"label": label, "action": event.action, "error": event.error},
        link=f"/jobs/trackers/{event.tracker_id}",
        subject=("tracker", event.tracker_id),
        occasion=str(event.tracker_id),
    )
    await post_notice(work, said, capability="jobs.read")


async def _event_set_aside(work: Work, event: EventWasSetAside) -> None:
    said = Said(
        kind="event_set_aside",
        tone=Tone.BAD,
        title=f"{event.subscriber} could not handle an event",
        text=f"{event.event_type}: {event.error} It is tried again by itself; see Jobs.",
        details={"subscriber": event.subscriber, "type": event.event_type, "error": event.error},
        link="/jobs?tab=events",
        occasion=f"{event.subscriber}:{work.now.date()}",  # a broken handler is one notice a day
    )
    await post_notice(work, said, capability="jobs.retry")


async def _webhook_disabled(work: Work, event: WebhookDisabled) -> None:
    said = Said(
        kind="webhook_disabled",
        tone=Tone.BAD,
        title="A webhook was switched off",
        text=f"{event.url}: {event.reason} Switch it on again when it answers.",
        details={"url": event.url, "reason": event.reason},
        link=f"/settings/webhooks/{event.endpoint_id}",
        subject=("webhook", event.endpoint_id),
        occasion=str(event.cause),
    )
    await post_notice(work, said, capability="webhooks.edit")


def _who_did_it(event: Event) -> tuple[int, ...]:
    """The person behind the change knows of it."""
    kind, _, number = event.logged.actor.partition(":") if event.logged else ("", "", "")
    return (int(number),) if kind in {"user", "token"} and number else ()
