"""The refusals of orders."""

from souk.kernel.errors import Conflict, Invalid, Missing


class OrderMissing(Missing):
    code = "order_not_found"
    title = "There is no such order"


class OrderInvalid(Invalid):
    """The draft cannot be meant; every complaint names its place (`lines.2.quantity`)."""

    code = "order_invalid"
    title = "The order is not valid"


class ContactUnknown(Invalid):
    code = "contact_unknown"
    title = "There is no such contact"


class ProductNotSold(Invalid):
    """The product is not there, or it has variants and only those are sold."""

    code = "product_not_sold"
    title = "A line cannot be of this product"


class RefundTooLarge(Conflict):
    """More is asked back than is left; `details` say what is."""

    code = "refund_too_large"
    title = "More than is left cannot be refunded"


class RefundInvalid(Invalid):
    code = "refund_invalid"
    title = "The refund is not valid"


class NothingToReinstate(Conflict):
    """The order is neither cancelled nor refunded."""

    code = "nothing_to_reinstate"
    title = "There is nothing to reinstate"


class ShipmentTooLarge(Conflict):
    """More is shipped than was ordered and is not refunded; `details` say what is left."""

    code = "shipment_too_large"
    title = "More than was ordered cannot be shipped"


class ShipmentInvalid(Invalid):
    code = "shipment_invalid"
    title = "The shipment is not valid"


class ListTooDeep(Invalid):
    code = "list_too_deep"
    title = "The list is too long to be paged that far"
