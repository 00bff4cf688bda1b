"""What a file of orders can carry: one row per line of an order. Amounts are in whole units."""

from typing import Annotated

from pydantic import Field as Setting

from souk.kernel.shapes import CurrencyCode
from souk.orders.schemas.fields import Slug
from souk.transfers.public import Field, FieldKind, ImportOptions

ORDER_WINDOW_ROWS = 20_000
"""Rows of one order may lie this far apart in a file."""

SHIPPING_CODES = frozenset(
    {"post", "postage", "dot", "dotcom postage", "c2", "carriage", "shipping", "delivery"}
)
"""Of the codes that `fees` names, those that are shipping; the others are fees."""


class OrderOptions(ImportOptions):
    """What may be said of a file of orders."""

    marketplace: Annotated[
        Slug | None,
        Setting(description="where the orders came from; without it: direct, or the file's column"),
    ] = None
    currency: Annotated[
        CurrencyCode | None,
        Setting(description="of a file that does not tell its own; the tenant's otherwise"),
    ] = None
    fees: Annotated[
        tuple[Annotated[str, Setting(min_length=1, max_length=255)], ...],
        Setting(description="codes that are shipping or fees, not products", max_length=500),
    ] = ()
    tax_included: Annotated[
        bool | None, Setting(description="whether prices include tax; the tenant's setting")
    ] = None
    restock_returns: Annotated[bool, Setting(description="whether what was returned can be sold again")] = (
        True
    )
    make_products: Annotated[
        bool, Setting(description="make the products a file mentions; else unknown ones wait to be mapped")
    ] = True


_ADDRESS = ("name", "company", "line1", "line2", "city", "region", "postcode", "country", "phone")


def _address(of: str) -> tuple[Field, ...]:
    """Countries of addresses are kept as written where they are no country we know."""
    return tuple(Field(f"{of}_{part}", f"of the {of} address", max_chars=255) for part in _ADDRESS)


FIELDS: tuple[Field, ...] = (
    Field(
        "order",
        "the order's id at its source; rows with the same one are one order",
        required=True,
        aliases=("order_id", "Order ID", "external_id", "InvoiceNo"),
        max_chars=255,
    ),
    Field("number", "what people call it; else the order's id", aliases=("Order Number",), max_chars=255),
    Field("marketplace", "where it came from; else the option, else direct", max_chars=63),
    Field(
        "line_id",
        "identity of the line when the file comes again; else its place in the order",
        aliases=("LineId", "source_line_id"),
        max_chars=255,
    ),
    Field(
        "placed_at",
        "when it was placed; of an order's rows, the earliest",
        FieldKind.INSTANT,
        required=True,
        aliases=("Order date", "Date", "InvoiceDate", "purchase-date"),
    ),
    Field("updated_at", "when the source changed it last", FieldKind.INSTANT),
    Field(
        "status",
        "pending, confirmed, processing, shipped, delivered, completed, cancelled, refunded,"
        " partially_refunded; without a column: completed",
        aliases=("Order status",),
        max_chars=60,
    ),
    Field("fulfilment", "a second column of status; what is further along counts", max_chars=60),
    Field("cancelled_at", "a time here cancels the order", FieldKind.INSTANT),
    Field("currency", "else the option, else the tenant's", FieldKind.CURRENCY),
    Field("sku", "upper and lower case are the same", aliases=("StockCode", "Product code"), max_chars=255),
    Field("name", "of the product", aliases=("Description", "Product name"), max_chars=1000),
    Field(
        "quantity",
        "below zero, with a price: a return; without one: a write-off",
        FieldKind.INTEGER,
        required=True,
        aliases=("Qty", "Quantity"),
    ),
    Field(
        "unit_price",
        "of one unit; or give line_total",
        FieldKind.DECIMAL,
        aliases=("UnitPrice", "Unit price", "Price"),
    ),
    Field("line_total", "of all units of the row, before discounts", FieldKind.DECIMAL),
    Field("discount", "of the row", FieldKind.DECIMAL),
    Field("tax", "of the row", FieldKind.DECIMAL),
    Field("line_shipping", "shipping told by row; summed", FieldKind.DECIMAL),
    Field("line_shipping_discount", "taken off that", FieldKind.DECIMAL),
    Field("kind", "product (default), shipping, fee or adjustment", max_chars=20),
    Field("batch", "code of the product's batch", max_chars=255),
    Field("order_discount", "the order's own; spread over its lines", FieldKind.DECIMAL),
    Field("subtotal", "what products come to after all discounts; decides order_discount", FieldKind.DECIMAL),
    Field("shipping", "the order's own", FieldKind.DECIMAL),
    Field("order_tax", "the order's, where rows do not tell theirs", FieldKind.DECIMAL),
    Field("order_total", "what was paid; tells whether prices include tax", FieldKind.DECIMAL),
    Field("refunded", "all that was given back so far", FieldKind.DECIMAL),
    Field("tax_included", "whether prices include tax", FieldKind.BOOLEAN),
    Field("customer", "the buyer's id at the source", aliases=("CustomerID", "Customer ID"), max_chars=255),
    Field("customer_name", "", aliases=("Buyer name", "Customer"), max_chars=255),
    Field("email", "of the buyer", aliases=("E-mail", "buyer-email"), max_chars=320),
    Field("phone", "of the buyer", aliases=("Telephone",), max_chars=60),
    Field("country", "where it goes", FieldKind.COUNTRY),
    *_address("shipping"),
    *_address("billing"),
    Field("note", "", aliases=("Notes",)),
    Field("souk_click", "the click that led to the order", max_chars=255),
)
