"""What an order can be, and become.

How far an order has come (its progress) only moves forward, over any number of steps: marketplaces skip
them. Cancelled and refunded stand over the progress, and an order is reinstated out of them.
"""

from enum import StrEnum

from souk.kernel.states import Machine


class OrderStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"


class OrderVerb(StrEnum):
    CONFIRM = "confirm"
    PROCESS = "process"
    SHIP = "ship"
    DELIVER = "deliver"
    COMPLETE = "complete"
    CANCEL = "cancel"
    REFUND = "refund"
    REFUND_PART = "refund_part"
    REINSTATE_PENDING = "reinstate_pending"
    REINSTATE_CONFIRMED = "reinstate_confirmed"
    REINSTATE_PROCESSING = "reinstate_processing"
    REINSTATE_SHIPPED = "reinstate_shipped"
    REINSTATE_DELIVERED = "reinstate_delivered"
    REINSTATE_COMPLETED = "reinstate_completed"
    REINSTATE_PARTIALLY_REFUNDED = "reinstate_partially_refunded"


_S, _V = OrderStatus, OrderVerb

PROGRESS: tuple[OrderStatus, ...] = (
    _S.PENDING,
    _S.CONFIRMED,
    _S.PROCESSING,
    _S.SHIPPED,
    _S.DELIVERED,
    _S.COMPLETED,
)
"""The way of an order that nothing goes wrong with."""

HALTED = frozenset({_S.CANCELLED, _S.REFUNDED})
"""Nothing of such an order counts, until it is reinstated."""

_FORWARD = {
    _S.CONFIRMED: _V.CONFIRM,
    _S.PROCESSING: _V.PROCESS,
    _S.SHIPPED: _V.SHIP,
    _S.DELIVERED: _V.DELIVER,
    _S.COMPLETED: _V.COMPLETE,
}
_BACK_TO = {
    _S.PENDING: _V.REINSTATE_PENDING,
    _S.CONFIRMED: _V.REINSTATE_CONFIRMED,
    _S.PROCESSING: _V.REINSTATE_PROCESSING,
    _S.SHIPPED: _V.REINSTATE_SHIPPED,
    _S.DELIVERED: _V.REINSTATE_DELIVERED,
    _S.COMPLETED: _V.REINSTATE_COMPLETED,
    _S.PARTIALLY_REFUNDED: _V.REINSTATE_PARTIALLY_REFUNDED,
}


def _table() -> dict[tuple[OrderStatus, OrderVerb], OrderStatus]:
    table: dict[tuple[OrderStatus, OrderVerb], OrderStatus] = {}
    for place, state in enumerate(PROGRESS):
        table |= {(state, _FORWARD[goal]): goal for goal in PROGRESS[place + 1 :]}
        table[state, _V.REFUND_PART] = _S.PARTIALLY_REFUNDED
        table[state, _V.CANCEL] = _S.CANCELLED
        table[state, _V.REFUND] = _S.REFUNDED
    # A partly refunded order still travels; that moves its progress, and its status stays what it is.
    table[_S.PARTIALLY_REFUNDED, _V.CANCEL] = _S.CANCELLED
    table[_S.PARTIALLY_REFUNDED, _V.REFUND] = _S.REFUNDED
    table[_S.CANCELLED, _V.REFUND] = _S.REFUNDED
    for halted in (_S.CANCELLED, _S.REFUNDED):
        table |= {(halted, verb): goal for goal, verb in _BACK_TO.items()}
    # What was refunded may be less than was thought: a refund is voided, or a line comes to more.
    table |= {(_S.PARTIALLY_REFUNDED, verb): goal for goal, verb in _BACK_TO.items() if goal in PROGRESS}
    return table


ORDER: Machine[OrderStatus, OrderVerb] = Machine("order", _table(), initial=_S.PENDING, terminal=())


def rank(status: OrderStatus) -> int:
    """How far along the way; raises ValueError for what is not on it."""
    return PROGRESS.index(status)


def is_forward(progress: OrderStatus, goal: OrderStatus) -> bool:
    """Whether `goal` lies further along the way than `progress`."""
    return goal in PROGRESS and rank(goal) > rank(progress)
