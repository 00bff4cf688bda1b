"""Attribution as it would be written without thinking of speed: line by line, row by row, through an ORM.

For each order line its campaigns are asked for, its credits deleted and made anew, in a transaction. It is
there to be measured against, and leaves out what makes it exact (status spans, odd cents, refunds).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Identity, create_engine, delete, or_, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from souk.bench.scratch import Scratch
from souk.kernel.db.urls import sqlalchemy_url


class _Base(DeclarativeBase):
    pass


class _Campaign(_Base):
    __tablename__ = "ad_campaign"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime | None]


class _Targeted(_Base):
    __tablename__ = "ad_campaign_product"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int]
    product_id: Mapped[int]
    effective_from: Mapped[datetime]
    effective_to: Mapped[datetime | None]


class _Credit(_Base):
    __tablename__ = "bench_credit"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    tenant_id: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[int] = mapped_column(BigInteger)
    order_item_id: Mapped[int] = mapped_column(BigInteger, index=True)
    campaign_id: Mapped[int] = mapped_column(BigInteger, index=True)
    sale_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    mode: Mapped[str]
    units_e4: Mapped[int] = mapped_column(BigInteger)
    revenue: Mapped[int] = mapped_column(BigInteger)
    matched: Mapped[int]


_SAMPLE = text("""
    select i.order_id, i.id, i.product_id, i.placed_at, i.quantity, i.line_total_minor - i.discount_minor
    from order_item i where i.tenant_id = :tenant_id order by hashint8(i.id), i.id limit :lines
""")


def credit_sample(scratch: Scratch, lines: int) -> int:
    """Credit so many lines, each in its own transaction. Returns how many there were.

    Blocking: to be run in a thread. The credits' table is made for it and removed.
    """
    owner = create_engine(sqlalchemy_url(scratch.urls.owner))
    app = create_engine(
        sqlalchemy_url(scratch.urls.app), connect_args={"options": f"-c souk.tenant_id={scratch.tenant_id}"}
    )
    credits_table = _Base.metadata.tables["bench_credit"]
    try:
        with owner.begin() as connection:
            _Base.metadata.create_all(connection, tables=[credits_table])
            connection.execute(text("grant all on bench_credit to public"))
        with Session(app) as session:
            sample = session.execute(_SAMPLE, {"tenant_id": scratch.tenant_id, "lines": lines}).all()
            session.commit()
            for line in sample:
                _credit(session, scratch.tenant_id, line)
        with owner.begin() as connection:
            _Base.metadata.drop_all(connection, tables=[credits_table])
        return len(sample)
    finally:
        app.dispose()
        owner.dispose()


def _credit(session: Session, tenant_id: int, line: Any) -> None:
    order_id, item_id, product_id, sold_at, quantity, revenue = line
    campaigns = session.scalars(
        select(_Campaign)
        .where(
            _Campaign.tenant_id == tenant_id,
            _Campaign.starts_at <= sold_at,
            or_(_Campaign.ends_at.is_(None), _Campaign.ends_at > sold_at),
            select(_Targeted.id)
            .where(
                _Targeted.tenant_id == tenant_id,
                _Targeted.campaign_id == _Campaign.id,
                _Targeted.product_id == product_id,
                _Targeted.effective_from <= sold_at,
                or_(_Targeted.effective_to.is_(None), _Targeted.effective_to > sold_at),
            )
            .exists(),
        )
        .order_by(_Campaign.id)
    ).all()
    session.execute(delete(_Credit).where(_Credit.order_item_id == item_id))
    for campaign in campaigns:
        for mode, parts in (("full", 1), ("split", len(campaigns))):
            session.add(
                _Credit(
                    tenant_id=tenant_id,
                    order_id=order_id,
                    order_item_id=item_id,
                    campaign_id=campaign.id,
                    sale_at=sold_at,
                    mode=mode,
                    units_e4=quantity * 10_000 // parts,
                    revenue=revenue // parts,
                    matched=len(campaigns),
                )
            )
    session.commit()
    session.expunge_all()
