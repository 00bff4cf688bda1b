import type { Money } from '~/format.ts';
import type { Order } from './types.ts';

/** What is kept of an order: nothing of a cancelled one, else what was paid less what was refunded. */
export function kept({ status, net }: Pick<Order, 'status' | 'net'>): Money {
  return status === 'cancelled' ? { ...net, amount: 0 } : net;
}
