"""Mappings that people make and keep."""

from typing import Any

from souk.kernel.db.violations import refused_as
from souk.kernel.errors import Conflict, FieldError
from souk.kernel.work import Work
from souk.tenancy.public import StaleVersion, access_of, record_audit
from souk.transfers.actions.choosing import OWN
from souk.transfers.errors import MappingInvalid
from souk.transfers.importer import Importer
from souk.transfers.mapping.definition import Mapping
from souk.transfers.models import StoredMapping
from souk.transfers.permission import require_importing
from souk.transfers.registry import importer_of
from souk.transfers.repository import lock_mapping


class MappingExists(Conflict):
    code = "mapping_exists"
    title = "There is a mapping of this name"


async def save_mapping(work: Work, mapping: Mapping) -> StoredMapping:
    """Keep a new mapping. Raises MappingInvalid, MappingExists."""
    importer = _allowed(work, mapping.kind)
    check_fields(mapping, importer)
    stored = StoredMapping(
        tenant_id=work.tenant_id,
        kind=importer.kind,
        name=mapping.name,
        title=mapping.title,
        definition=mapping.model_dump(mode="json"),
        created_by=work.actor.label,
        updated_by=work.actor.label,
    )
    work.session.add(stored)
    await _flush(work, mapping.name)
    await record_audit(
        work,
        "import_mapping.created",
        subject=("import_mapping", stored.id, stored.name),
        after=stored.definition,
    )
    return stored


async def update_mapping(work: Work, mapping_id: int, mapping: Mapping, version: int | None) -> StoredMapping:
    """Change a kept mapping. Raises MappingMissing, MappingInvalid, MappingExists, StaleVersion."""
    stored = await lock_mapping(work, mapping_id)
    importer = _allowed(work, stored.kind)
    if version is not None and version != stored.version:
        raise StaleVersion(
            "The mapping was changed in the meantime; load it again.", details={"version": stored.version}
        )
    if mapping.kind != stored.kind:
        raise MappingInvalid("A mapping keeps its kind.", fields=[FieldError("kind", f"is {stored.kind}")])
    check_fields(mapping, importer)
    before = stored.definition
    stored.name, stored.title = mapping.name, mapping.title
    stored.definition = mapping.model_dump(mode="json")
    stored.version += 1
    stored.updated_by = work.actor.label
    await _flush(work, mapping.name)
    await record_audit(
        work,
        "import_mapping.updated",
        subject=("import_mapping", stored.id, stored.name),
        before=before,
        after=stored.definition,
    )
    return stored


async def delete_mapping(work: Work, mapping_id: int) -> None:
    """Forget a kept mapping; runs that used it keep their own copy. Raises MappingMissing."""
    stored = await lock_mapping(work, mapping_id)
    _allowed(work, stored.kind)
    await work.session.delete(stored)
    await record_audit(
        work,
        "import_mapping.deleted",
        subject=("import_mapping", stored.id, stored.name),
        before=stored.definition,
    )


def check_fields(mapping: Mapping, importer: Importer[Any]) -> None:
    """Raises MappingInvalid for fields the kind does not have, or for the name of Souk's own mapping."""
    if mapping.name == OWN:
        raise MappingInvalid(f"'{OWN}' is the name of Souk's own mapping; take another.")
    known = {field.name for field in importer.fields}
    unknown = [name for name in mapping.columns if name not in known]
    if unknown:
        raise MappingInvalid(
            f"There is no field {', '.join(unknown)}; there are: {', '.join(sorted(known))}.",
            fields=[FieldError(f"columns.{name}", "unknown field") for name in unknown],
        )


def _allowed(work: Work, kind: str) -> Importer[Any]:
    importer = importer_of(kind)
    require_importing(access_of(work), importer)
    return importer


async def _flush(work: Work, name: str) -> None:
    def exists() -> MappingExists:
        return MappingExists(f"There is a mapping called '{name}' already; change it or take another name.")

    async with refused_as({"import_mapping_name_key": exists}):
        await work.session.flush()
