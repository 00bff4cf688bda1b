"""Price lists: made, cloned, renamed, deleted."""

from typing import Any

from souk.events import emit
from souk.events.pricing import PriceListCreated, PriceListDeleted, PriceListUpdated
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError
from souk.kernel.in_use import in_use, nothing_uses, usage_of
from souk.kernel.work import Work
from souk.pricing.errors import PriceListMissing, PriceListNameTaken
from souk.pricing.models import PriceList
from souk.pricing.repository.lists import EMPTY_CONTENT, clone_list
from souk.pricing.rules.lists import PriceListKind
from souk.pricing.rules.names import list_key
from souk.tenancy.public import StaleVersion, record_audit

_NAME_KEY = "price_list_tenant_id_name_key_key"


async def create_price_list(
    work: Work, name: str, *, currency: str | None = None, kind: PriceListKind = PriceListKind.PRIMARY
) -> PriceList:
    """An empty list, in the tenant's currency unless another is given. Raises PriceListNameTaken."""
    made = PriceList(
        tenant_id=work.tenant_id,
        name=name,
        name_key=list_key(name),
        currency=currency or work.scope.currency,
        kind=kind.value,
        content_hash=EMPTY_CONTENT,
    )
    async with refused_as({_NAME_KEY: lambda: _taken(name)}):
        work.session.add(made)
        await work.session.flush()
    await work.session.refresh(made)
    await _tell_created(work, made)
    return made


async def clone_price_list(
    work: Work, source_id: int, name: str, *, kind: PriceListKind | None = None
) -> PriceList:
    """A list of its own with the prices that `source_id` has now; the source's history stays there.

    Raises PriceListMissing, PriceListNameTaken.
    """
    await hold_price_list(work, source_id)
    values = {
        "source_id": source_id,
        "name": name,
        "name_key": list_key(name),
        "kind": kind.value if kind is not None else None,
        "now": work.now,
    }
    async with refused_as({_NAME_KEY: lambda: _taken(name)}):
        made_id = await clone_list(work.session, work.tenant_id, values)
    made = await hold_price_list(work, made_id)
    await _tell_created(work, made)
    return made


async def update_price_list(
    work: Work, price_list_id: int, changes: dict[str, Any], version: int | None
) -> PriceList:
    """Another name or kind. Raises PriceListMissing, PriceListNameTaken, StaleVersion."""
    held = await hold_price_list(work, price_list_id, version)
    before = {"name": held.name, "kind": held.kind}
    after = {**before, **changes}
    if after == before:
        return held
    async with refused_as({_NAME_KEY: lambda: _taken(after["name"])}):
        held.name, held.name_key, held.kind = after["name"], list_key(after["name"]), after["kind"]
        held.version += 1
        await work.session.flush()
    await work.session.refresh(held)
    changed = [name for name in after if after[name] != before[name]]
    emit(work, PriceListUpdated(price_list_id=held.id, name=held.name, changed=changed))
    await record_audit(
        work, "price_list.updated", subject=("price_list", held.id, held.name), before=before, after=after
    )
    return held


async def delete_price_list(work: Work, price_list_id: int) -> None:
    """The list, its prices and their history. Raises PriceListMissing, InUse."""
    held = await hold_price_list(work, price_list_id)
    what, instead = f"Price list '{held.name}'", "Let them use another list first."
    counts = (await usage_of(work, "price_list", [price_list_id])).get(price_list_id)
    if counts:
        raise in_use(what, counts, instead)
    async with nothing_uses(what, instead):
        await work.session.delete(held)
        await work.session.flush()
    emit(work, PriceListDeleted(price_list_id=price_list_id, name=held.name))
    await record_audit(
        work, "price_list.deleted", subject=("price_list", price_list_id, held.name), before=_told(held)
    )


async def hold_price_list(work: Work, price_list_id: int, version: int | None = None) -> PriceList:
    """The list, held against other writers of it and its prices. Raises PriceListMissing, StaleVersion."""
    held = await work.session.get(
        PriceList, (work.tenant_id, price_list_id), with_for_update=True, populate_existing=True
    )
    if held is None:
        raise PriceListMissing(f"There is no price list {price_list_id}.")
    if version is not None and version != held.version:
        raise StaleVersion(
            "The price list was changed in the meantime; load it again.", details={"version": held.version}
        )
    return held


async def _tell_created(work: Work, made: PriceList) -> None:
    emit(
        work,
        PriceListCreated(
            price_list_id=made.id,
            name=made.name,
            currency=made.currency,
            kind=made.kind,
            source_id=made.source_id,
        ),
    )
    await record_audit(
        work, "price_list.created", subject=("price_list", made.id, made.name), after=_told(made)
    )


def _told(told: PriceList) -> dict[str, Any]:
    return {"name": told.name, "currency": told.currency, "kind": told.kind, "source_id": told.source_id}


def _taken(name: str) -> PriceListNameTaken:
    return PriceListNameTaken(
        f"There is a price list '{name}' already.", fields=[FieldError("name", "is in use by another list")]
    )
