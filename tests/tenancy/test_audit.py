from sqlalchemy import select

from souk.kernel.work import Work
from souk.tenancy.models import AuditEntry
from souk.tenancy.public import feature_on, record_audit, tenant_settings


async def test_an_audit_entry_keeps_only_what_changed(work: Work) -> None:
    await record_audit(
        work,
        "product.updated",
        subject=("product", 7, "SKU-7"),
        before={"name": "Cup", "active": True},
        after={"name": "Mug", "active": True},
    )

    entry = (await work.session.execute(select(AuditEntry))).scalar_one()

    assert (entry.action, entry.subject_kind, entry.subject_id) == ("product.updated", "product", "7")
    assert entry.before == {"name": "Cup"}
    assert entry.after == {"name": "Mug"}
    assert entry.at == work.now


async def test_a_tenant_starts_with_the_defaults(work: Work) -> None:
    settings = await tenant_settings(work)

    assert settings.pricing.prices_include_tax is True
    assert "shipped" in settings.attribution.countable_statuses
    assert await feature_on(work, "attribution") is True
    assert await feature_on(work, "messaging") is False
