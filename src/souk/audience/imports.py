"""Contacts from files.

A row finds its contact by Souk's own id, then external id, then phone, then e-mail; else it makes one. What
a cell holds is written, an empty cell changes nothing, tags are added. Consent follows
`rules.consent.is_news`.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field as Setting

from souk.audience.actions.importing import apply_rows
from souk.audience.rules.names import TAG_CHARS
from souk.kernel.work import Work
from souk.transfers.public import (
    BatchOutcome,
    Field,
    FieldKind,
    ImportContext,
    ImportOptions,
    MappedRow,
    PlainImporter,
)

Label = Annotated[str, Setting(min_length=1, max_length=TAG_CHARS)]


class ContactImportOptions(ImportOptions):
    """`source` is who calls the contacts by the external ids of the file, unless a column says so."""

    source: Label = "import"
    list_name: Annotated[str | None, Setting(min_length=1, max_length=255)] = None
    tags: Annotated[list[Label], Setting(default_factory=list, max_length=20)]
    consent_source: Label = "import"
    default_country: Annotated[str | None, Setting(pattern=r"^[A-Z]{2}$")] = None


class ContactImport(PlainImporter):
    kind = "contacts"
    title = "Contacts"
    capability = "audience.create"
    options = ContactImportOptions
    batch_rows = 2_000
    fields = (
        Field("contact_id", "Souk's own id, as its export gives it", FieldKind.INTEGER),
        Field("external_source", "who calls the contact by the external id", max_chars=100),
        Field(
            "external_id",
            "what the source calls the contact",
            aliases=("customer_id", "id", "user_id"),
            max_chars=255,
        ),
        Field("name", "the whole name", aliases=("full_name", "customer_name", "contact"), max_chars=255),
        Field("first_name", "put before the last name, where there is no whole name", max_chars=120),
        Field("last_name", "put after the first name", aliases=("surname", "family_name"), max_chars=120),
        Field(
            "phone",
            "with country code, or as dialled in the row's country",
            aliases=("phone_number", "mobile", "telephone", "tel"),
            max_chars=60,
        ),
        Field("email", "the e-mail address", aliases=("e_mail", "email_address", "mail"), max_chars=254),
        Field("country", "where they live", FieldKind.COUNTRY, aliases=("country_code",)),
        Field("locale", "the language they are written to in", aliases=("language",), max_chars=35),
        Field("timezone", "theirs, such as Europe/Madrid", aliases=("time_zone",), max_chars=64),
        Field("birthday", "the day they were born", FieldKind.DAY, aliases=("date_of_birth", "birth_date")),
        Field("tags", "are added", FieldKind.WORDS, aliases=("tag", "labels")),
        Field("attributes", "further facts by name, are added", FieldKind.OBJECT),
        Field(
            "sms_consent",
            "granted or withdrawn (yes and no are understood)",
            aliases=("consent", "accepts_sms", "sms_marketing_consent", "accepts_sms_marketing"),
            max_chars=20,
        ),
        Field("sms_consent_at", "when it was given or withdrawn", FieldKind.INSTANT, aliases=("consent_at",)),
        Field("sms_consent_source", "where", aliases=("consent_source",), max_chars=100),
    )

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[ContactImportOptions]
    ) -> BatchOutcome:
        given = run.options
        return await apply_rows(
            work,
            rows,
            source=given.source,
            list_name=given.list_name,
            tags=given.tags,
            consent_source=given.consent_source,
            default_country=given.default_country,
            told_at=run.started_at,
        )
