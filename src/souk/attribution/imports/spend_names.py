"""Campaigns by what a file of spend calls them, and the names that mean none of ours."""

import shlex
from collections.abc import Collection, Mapping
from typing import Any

from souk.attribution.actions.spend_names import (
    drop_known_names,
    link_names,
    linked_names,
    name_key,
    note_names,
)
from souk.attribution.imports.rows import campaigns_by_name
from souk.attribution.repository import existing_campaigns
from souk.kernel.work import Work
from souk.transfers.public import ImportContext, RowRefused, is_rehearsal

NAMES_MAX = 1_000
"""Unknown names that one import lists and remembers: more are no list to be linked, but a wrong column."""
_UNKNOWN, _LINKED = "unknown_spend_names", "spend_links_kept"


def unknown_names(memory: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Names that an import met and did not know, with how many rows each has, the most first."""
    met: dict[str, list[Any]] = memory.get(_UNKNOWN, {})
    return sorted(((name, rows) for name, rows in met.values()), key=lambda one: (-one[1], one[0]))


def as_option(name: str) -> str:
    """A link as it is typed in a terminal."""
    return f"-o {shlex.quote(f'link={name}=ID')}"


class SpendNames:
    """What the names of one batch mean: a link given with the run, the platform's id, the name, a link that
    is remembered.
    """

    def __init__(self, given: Mapping[str, int], found: Mapping[str, int], linked: Mapping[str, int]) -> None:
        self._given, self._found, self._linked = given, found, linked
        self._unknown: dict[str, list[Any]] = {}
        self._used: dict[str, str] = {}

    @classmethod
    async def of(cls, work: Work, names: Collection[str], links: Mapping[str, int]) -> "SpendNames":
        """The names of a batch, looked up all at once."""
        there = await existing_campaigns(work, set(links.values()))
        found = await campaigns_by_name(work, names)
        return cls(
            {name_key(name): campaign_id for name, campaign_id in links.items() if campaign_id in there},
            {key: campaign.id for key, campaign in found.items()},
            await linked_names(work, {name_key(name) for name in names}),
        )

    def campaign_of(self, name: str) -> int:
        """Raises RowRefused."""
        key = name_key(name)
        if key in self._found and key not in self._given:
            return self._found[key]
        linked = self._given.get(key) or self._linked.get(key)
        if linked is not None:
            self._used[key] = name
            return linked
        self._unknown.setdefault(key, [name, 0])[1] += 1
        raise RowRefused(
            "campaign_unknown",
            "campaign",
            f"there is no one campaign '{name}'; link the name to one of yours (under Import spend, or by"
            f" {as_option(name)}) and import the file again",
        )

    async def keep(self, work: Work, run: ImportContext[Any]) -> None:
        """Remember what this batch has met. A rehearsal only lists it."""
        listed: dict[str, list[Any]] = run.memory.setdefault(_UNKNOWN, {})
        for key, (name, rows) in self._unknown.items():
            if key in listed or len(listed) < NAMES_MAX:
                listed.setdefault(key, [name, 0])[1] += rows
        if is_rehearsal(work):
            return
        if not run.memory.get(_LINKED):
            links = run.options.links
            await link_names(
                work, {name: meant for name, meant in links.items() if name_key(name) in self._given}
            )
            run.memory[_LINKED] = True
        met = {key: name for key, (name, _) in self._unknown.items() if key in listed}
        await note_names(work, {**met, **self._used}, seen_in=run.file_name)
        await drop_known_names(work, list(self._found))
