"""The life of a delivery."""

from enum import StrEnum

from souk.kernel.states import Machine


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class DeliveryVerb(StrEnum):
    DELIVER = "deliver"
    GIVE_UP = "give_up"
    RESEND = "resend"


_S, _V = DeliveryStatus, DeliveryVerb
DELIVERY = Machine(
    "webhook delivery",
    {
        (_S.PENDING, _V.DELIVER): _S.DELIVERED,
        (_S.PENDING, _V.GIVE_UP): _S.FAILED,
        (_S.PENDING, _V.RESEND): _S.PENDING,  # now instead of when it would be due, with a day of its own
        (_S.DELIVERED, _V.RESEND): _S.PENDING,
        (_S.FAILED, _V.RESEND): _S.PENDING,
    },
    initial=_S.PENDING,
    terminal=[],
)
