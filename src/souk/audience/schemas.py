"""The API's shapes of contacts, lists, segments and suppressions."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from souk.audience.filters import ContactFilter
from souk.audience.segments.definition import Definition
from souk.audience.states import Consent, SuppressionReason
from souk.kernel.lists import ListQuery
from souk.kernel.shapes import Draft, Id, Instant, MoneyShape, Prose, Shape, Version, Words
from souk.transfers.public import ExportQuery

TagWord = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
TagWords = Annotated[list[TagWord], Field(default_factory=list, max_length=100)]
Attributes = Annotated[
    dict[str, str | int | bool | None], Field(max_length=200, description="further facts by name")
]


class ExternalIdShape(Draft):
    """What a source (a marketplace, a shop system) calls the contact."""

    source: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
    id: Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f]+$")]


class ConsentShape(Shape):
    state: Consent
    source: str | None
    changed_at: datetime | None


class ConsentChangeShape(Shape):
    state: Consent
    source: str
    changed_at: datetime
    recorded_at: datetime
    actor: str


class NamedShape(Shape):
    id: int
    name: str


class ContactShape(Shape):
    """A contact. `masked`: phone number and e-mail address are hidden from who asks.

    `spent` is what is kept of its orders in the tenant's currency; `spent_beside` what could not be
    converted, for want of a rate.
    """

    id: int
    name: str | None
    phone: str | None
    email: str | None
    masked: bool
    country: str | None
    locale: str | None
    timezone: str | None
    birthday: date | None
    attributes: dict[str, Any]
    source: str
    sms_consent: ConsentShape
    tags: list[str]
    external_ids: list[ExternalIdShape]
    lists: list[NamedShape]
    orders_count: int
    spent: MoneyShape
    spent_beside: list[MoneyShape]
    first_order_at: datetime | None
    last_order_at: datetime | None
    merged_into_id: int | None
    erased_at: datetime | None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


class ContactDetail(ContactShape):
    """A contact with everything it has said about being written to, and why its number is suppressed."""

    consent_log: list[ConsentChangeShape]
    suppressions: list["SuppressionShape"]


class ContactQuery(ListQuery, ContactFilter):
    """The list of contacts. Sorted by id, name, country, source, orders, spent, last_order_at, created_at."""


class ContactExportQuery(ContactQuery, ExportQuery):
    """The list of contacts as a file."""


class ContactFields(Draft):
    """What can be changed of a contact; a field that is not given stays, null empties it.

    A phone number is E.164 (+34612345678), or as it is dialled in `country`.
    """

    name: Words | None = None
    phone: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    email: Annotated[str | None, Field(min_length=1, max_length=254)] = None
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{2}$", examples=["ES"])] = None
    locale: Annotated[str | None, Field(min_length=2, max_length=35, examples=["es-MX"])] = None
    timezone: Annotated[str | None, Field(min_length=1, max_length=64, examples=["Europe/Madrid"])] = None
    birthday: date | None = None
    attributes: Attributes | None = None

    def given(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set & set(ContactFields.model_fields)}


class ConsentDraft(Draft):
    """What a contact has said: `source` is where, `changed_at` when (now, unless given)."""

    state: Annotated[Consent, Field(description="granted or withdrawn")]
    source: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
    changed_at: Instant | None = None


class ContactDraft(ContactFields):
    """A new contact. `allow_duplicate` makes one though somebody has the number or address already."""

    external_ids: Annotated[list[ExternalIdShape], Field(default_factory=list, max_length=50)]
    tags: TagWords
    sms_consent: ConsentDraft | None = None
    allow_duplicate: bool = False


class ContactUpdate(ContactFields):
    external_ids: Annotated[
        list[ExternalIdShape], Field(default_factory=list, max_length=50, description="are added")
    ]
    version: Version | None = None


class MergeDraft(Draft):
    """The contact that becomes a part of the one in the path."""

    contact_id: Id


class Selection(Draft):
    """Which contacts are meant: some by id, or all that a filter (with `q`) leaves."""

    contact_ids: Annotated[list[Id] | None, Field(min_length=1, max_length=10_000)] = None
    filter: ContactFilter | None = None
    q: Annotated[str | None, Field(max_length=200, pattern=r"^[^\x00]*$")] = None

    @model_validator(mode="after")
    def _one_way(self) -> "Selection":
        if (self.contact_ids is None) is (self.filter is None):
            raise ValueError("give contact_ids or filter")
        return self


class TagChange(Draft):
    who: Selection
    add: TagWords
    remove: TagWords


class ConsentBulk(ConsentDraft):
    who: Selection


class BulkShape(Shape):
    """`contacts` were meant, `changed` says how many things are different now."""

    contacts: int
    changed: int


class TagShape(Shape):
    tag: str
    contacts: int


class CountryShape(Shape):
    country: str
    contacts: int


class DuplicateShape(Shape):
    """Contacts that share a phone number or an e-mail address."""

    what: str
    contact_ids: list[int]


class GroupDraft(Draft):
    name: Words
    description: Prose = ""


class GroupUpdate(GroupDraft):
    version: Version | None = None


class ListShape(Shape):
    """A list of contacts, with how many are in it now."""

    id: int
    name: str
    description: str
    contacts: int
    version: int
    created_by: str
    updated_by: str
    created_at: datetime
    updated_at: datetime


class SegmentDraft(GroupDraft):
    definition: Definition


class SegmentUpdate(SegmentDraft):
    version: Version | None = None


class SegmentShape(Shape):
    """A segment. Its count is asked for on its own: it is counted anew each time."""

    id: int
    name: str
    description: str
    definition: Definition
    version: int
    created_by: str
    updated_by: str
    created_at: datetime
    updated_at: datetime


class SegmentPreview(Draft):
    definition: Definition


class SegmentCount(Shape):
    """How many contacts a segment holds now, how many of them can be texted, and a few of them."""

    contacts: int
    with_consent: int
    sample: list[ContactShape]


class SegmentCountsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[list[Id], Field(min_length=1, max_length=200)]


class SegmentSize(Shape):
    """How many contacts a segment holds now, and how many of them can be texted."""

    id: int
    contacts: int
    with_consent: int


class SuppressionDraft(Draft):
    phones: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=40)]], Field(min_length=1, max_length=10_000)
    ]
    reason: SuppressionReason = SuppressionReason.MANUAL
    source: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")] = "manual"


class SuppressionShape(Shape):
    """A number that is never to be messaged. `phone` is null once its contact was erased."""

    id: int
    phone: str | None
    reason: SuppressionReason
    source: str
    suppressed_at: datetime
    created_by: str


class SuppressionQuery(ListQuery):
    reason: SuppressionReason | None = None
    phone: Annotated[str | None, Field(max_length=40, description="exactly this number")] = None


class SuppressionExportQuery(SuppressionQuery, ExportQuery):
    """The list of suppressions as a file."""


ContactDetail.model_rebuild()
