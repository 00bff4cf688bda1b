import type { Shape } from '~/api/types.ts';

export type Webhook = Shape<'WebhookShape'>;
export type WebhookWithSecret = Shape<'WebhookWithSecret'>;
export type Delivery = Shape<'DeliveryShape'>;
export type DeliveryDetails = Shape<'DeliveryDetail'>;

/** How an address stands, as a state that has a chip. */
export function standing(webhook: Webhook): 'active' | 'paused' | 'stale' | 'dead' {
  if (webhook.disabled_at) return 'dead';
  if (!webhook.active) return 'paused';
  return webhook.failing_since ? 'stale' : 'active';
}
