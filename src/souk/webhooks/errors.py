"""What webhooks refuse."""

from souk.kernel.errors import Conflict, Missing


class WebhookMissing(Missing):
    code = "webhook_not_found"


class DeliveryMissing(Missing):
    code = "webhook_delivery_not_found"


class TooManyWebhooks(Conflict):
    code = "too_many_webhooks"
    title = "There are as many webhooks as there may be"


class WebhookInactive(Conflict):
    """Nothing is sent to an endpoint that is switched off."""

    code = "webhook_inactive"
