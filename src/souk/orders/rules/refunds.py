"""What a refund takes of which line, and whether that much is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from souk.kernel.errors import FieldError
from souk.kernel.money import allocate
from souk.orders.drafts import RefundDraft
from souk.orders.errors import RefundInvalid, RefundTooLarge
from souk.orders.rules.history import Line, kept_value


@dataclass(slots=True)
class Taken:
    """What is taken of one line: units, and money beyond what was paid for them."""

    units: int = 0
    amount_minor: int = 0
    restock: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A refund that is possible: by line, and what it comes to."""

    items: dict[int, Taken]
    amount_minor: int


Refunded = Mapping[int, tuple[int, int]]
"""Units and amounts refunded before, by line."""


def judge(draft: RefundDraft, lines: Sequence[Line], names: Mapping[str, int], refunded: Refunded) -> Judged:
    """What the refund takes. `names` are the lines by their source line id.

    Raises RefundInvalid for what cannot be meant, RefundTooLarge for more than is left.
    """
    by_id = {line.item_id: line for line in lines}
    items = _taken_of_lines(draft, by_id, names, refunded)
    if draft.amount_minor:
        _spread_amount(draft.amount_minor, lines, items, refunded)
    if not any(taken.units or taken.amount_minor for taken in items.values()):
        raise RefundInvalid(
            "Say what is refunded: lines with a quantity or an amount, or an amount of the whole order.",
            fields=[FieldError("lines", "nothing is refunded")],
        )
    before = sum(_kept(by_id[item_id], refunded) for item_id in items)
    after = sum(_kept(by_id[item_id], refunded, taken) for item_id, taken in items.items())
    return Judged(items, before - after)


def _kept(line: Line, refunded: Refunded, taken: Taken | None = None) -> int:
    units, amount = refunded.get(line.item_id, (0, 0))
    if taken is not None:
        units, amount = units + taken.units, amount + taken.amount_minor
    return kept_value(line, units, amount)


def _taken_of_lines(
    draft: RefundDraft, by_id: Mapping[int, Line], names: Mapping[str, int], refunded: Refunded
) -> dict[int, Taken]:
    items: dict[int, Taken] = {}
    for place, part in enumerate(draft.lines):
        item_id = part.item_id if part.item_id is not None else names.get(part.source_line_id or "")
        if item_id is None or item_id not in by_id:
            raise RefundInvalid(
                "A line of the refund is not a line of the order.",
                fields=[FieldError(f"lines.{place}", "no such line in this order")],
            )
        if part.quantity < 0 or part.amount_minor < 0:
            raise RefundInvalid(
                "Quantities and amounts of a refund are zero or more.",
                fields=[FieldError(f"lines.{place}", "must not be negative")],
            )
        taken = items.setdefault(item_id, Taken())
        taken.units += part.quantity
        taken.amount_minor += part.amount_minor
        taken.restock = taken.restock or part.restock
        _refuse_too_much(place, by_id[item_id], taken, refunded)
    return items


def _refuse_too_much(place: int, line: Line, taken: Taken, refunded: Refunded) -> None:
    units, amount = refunded.get(line.item_id, (0, 0))
    left = max(line.quantity - units, 0)
    if taken.units > left:
        raise RefundTooLarge(
            f"{left} of line {place + 1} are left to refund, not {taken.units}.",
            fields=[FieldError(f"lines.{place}.quantity", f"at most {left}")],
            details={"line_id": line.item_id, "left": left},
        )
    money_left = kept_value(line, units + taken.units, amount)
    if taken.amount_minor > money_left:
        raise RefundTooLarge(
            f"{money_left} of line {place + 1} is left to refund beside the units, not {taken.amount_minor}.",
            fields=[FieldError(f"lines.{place}.amount", f"at most {money_left}")],
            details={"line_id": line.item_id, "left_minor": money_left},
        )


def _spread_amount(
    amount_minor: int, lines: Sequence[Line], items: dict[int, Taken], refunded: Refunded
) -> None:
    """An amount of the whole order goes over what is left of its lines, by largest remainder."""
    if amount_minor < 0:
        raise RefundInvalid(
            "The amount of a refund is more than zero.", fields=[FieldError("amount", "must not be negative")]
        )
    left = [_kept(line, refunded, items.get(line.item_id)) for line in lines]
    if amount_minor > sum(left):
        raise RefundTooLarge(
            f"{sum(left)} of the order is left to refund, not {amount_minor}.",
            fields=[FieldError("amount", f"at most {sum(left)}")],
            details={"left_minor": sum(left)},
        )
    for line, part in zip(lines, allocate(amount_minor, left), strict=True):
        if part:
            items.setdefault(line.item_id, Taken()).amount_minor += part
