"""What the catalogue refuses."""

from souk.kernel.errors import Conflict, Invalid, Missing


class ProductMissing(Missing):
    code = "product_not_found"
    title = "No such product"


class CategoryMissing(Missing):
    code = "category_not_found"
    title = "No such category"


class TagMissing(Missing):
    code = "tag_not_found"
    title = "No such tag"


class BatchMissing(Missing):
    code = "batch_not_found"
    title = "No such batch"


class SkuTaken(Conflict):
    """`details["product_id"]` is the product that has it."""

    code = "sku_taken"
    title = "The SKU belongs to another product"


class NameTaken(Conflict):
    code = "name_taken"
    title = "The name is in use"


class BatchCodeTaken(Conflict):
    code = "batch_code_taken"
    title = "The product has a batch of this code"


class ParentNotPossible(Invalid):
    """Variants are one level deep: a variant has no variants, a parent no parent."""

    code = "parent_not_possible"
    title = "This product cannot be the parent"


class CategoryCycle(Conflict):
    code = "category_cycle"
    title = "A category cannot lie within itself"


class CategoryTooDeep(Invalid):
    code = "category_too_deep"
    title = "The tree of categories would become too deep"


class ReferenceUnknown(Invalid):
    """A field refers to something that is not there."""

    code = "reference_unknown"
    title = "A field refers to something unknown"


class SelectionTooLarge(Invalid):
    code = "selection_too_large"
    title = "Too many at once"


class PriceCurrencyDiffers(Invalid):
    """Price and cost of a product are in one currency; a new one needs both given anew."""

    code = "currency_mismatch"
    title = "Price and cost are not in one currency"


class CostMissing(Missing):
    code = "cost_not_found"
    title = "Nothing was said of that instant"


class NotYet(Invalid):
    """Prices and costs are known from now or the past; coming ones belong to a campaign."""

    code = "not_yet"
    title = "The time lies in the future"
