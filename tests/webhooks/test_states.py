"""A delivery is moved by the table and in no other way."""

import pytest

from souk.kernel.states import IllegalMove
from souk.webhooks.models import WebhookDelivery
from souk.webhooks.states import DELIVERY, DeliveryStatus, DeliveryVerb


@pytest.mark.parametrize("verb", [DeliveryVerb.DELIVER, DeliveryVerb.GIVE_UP])
@pytest.mark.parametrize("ended", [DeliveryStatus.DELIVERED, DeliveryStatus.FAILED])
def test_what_has_ended_is_not_ended_again(ended: DeliveryStatus, verb: DeliveryVerb) -> None:
    delivery = WebhookDelivery(status=ended)
    with pytest.raises(IllegalMove):
        delivery.move(verb)
    delivery.move(DeliveryVerb.RESEND)
    delivery.move(verb)
    assert delivery.status == DELIVERY.table[DeliveryStatus.PENDING, verb]
