"""What happens to the catalogue. Amounts are minor units of `currency`, costs decimals written as text."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEvent(Event):
    capability = "catalog.read"

    product_id: int
    sku: str

    @property
    def aggregate(self) -> str:
        return f"product:{self.product_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCreated(ProductEvent):
    type = "product.created"

    name: str
    active: bool
    parent_id: int | None
    category_id: int | None
    price_minor: int | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductUpdated(ProductEvent):
    """`changed` names the fields, `tags` among them; a price or a cost has an event of its own too."""

    type = "product.updated"

    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductActivated(ProductEvent):
    type = "product.activated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDeactivated(ProductEvent):
    type = "product.deactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDeleted(ProductEvent):
    type = "product.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPriceChanged(ProductEvent):
    """The base price from `since` on; `price_minor` None: it has none. A past `since` mends the history."""

    type = "product.price_changed"

    price_minor: int | None
    currency: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCostChanged(ProductEvent):
    """The cost of a unit from `since` on; None: not known. A past `since` corrects the history."""

    type = "product.cost_changed"

    unit_cost_minor: str | None
    currency: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEvent(Event):
    capability = "catalog.read"

    batch_id: int
    product_id: int
    code: str

    @property
    def aggregate(self) -> str:
        return f"product:{self.product_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReceived(BatchEvent):
    type = "product_batch.received"

    received_at: str
    unit_cost_minor: str | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChanged(BatchEvent):
    type = "product_batch.changed"

    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDeleted(BatchEvent):
    type = "product_batch.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryEvent(Event):
    capability = "catalog.read"

    category_id: int
    name: str

    @property
    def aggregate(self) -> str:
        return f"category:{self.category_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCreated(CategoryEvent):
    type = "category.created"

    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryUpdated(CategoryEvent):
    """Renamed or moved, with everything below it."""

    type = "category.updated"

    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDeleted(CategoryEvent):
    type = "category.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagEvent(Event):
    capability = "catalog.read"

    tag_id: int
    name: str

    @property
    def aggregate(self) -> str:
        return f"tag:{self.tag_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCreated(TagEvent):
    type = "tag.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRenamed(TagEvent):
    type = "tag.renamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDeleted(TagEvent):
    type = "tag.deleted"
