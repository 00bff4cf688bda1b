"""What pricing refuses."""

from souk.kernel.errors import Conflict, Invalid, Missing


class PriceListMissing(Missing):
    code = "price_list_not_found"
    title = "No such price list"


class ProductMissing(Missing):
    code = "product_not_found"
    title = "No such product"


class PriceMissing(Missing):
    code = "price_not_found"
    title = "The product has no price here"


class RateMissing(Missing):
    code = "exchange_rate_not_found"
    title = "No such exchange rate"


class PriceListNameTaken(Conflict):
    code = "name_taken"
    title = "The name is in use"


class PriceCurrencyDiffers(Invalid):
    """Price lists are never converted."""

    code = "currency_mismatch"
    title = "The price is not in the list's currency"


class ProductUnknown(Invalid):
    """`details["product_ids"]` names up to a hundred of them."""

    code = "product_unknown"
    title = "There is no such product"


class GivenTwice(Invalid):
    code = "given_twice"
    title = "One thing is said twice"


class SoldAsVariants(Invalid):
    """A product with variants is not sold itself; `details["product_ids"]` names up to a hundred."""

    code = "sold_as_variants"
    title = "The product's variants carry the prices"


class NotYet(Invalid):
    """Prices are known from now or the past; coming ones belong to a discount campaign."""

    code = "not_yet"
    title = "The time lies in the future"


class PriceOutOfRange(Invalid):
    code = "price_out_of_range"
    title = "A price would be negative or too large"
