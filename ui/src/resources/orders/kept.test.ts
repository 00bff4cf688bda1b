import { expect, it } from 'vitest';
import { kept } from './kept.ts';

const net = { amount: 8090, currency: 'EUR' };

it('keeps what was paid less what was refunded', () => {
  expect(kept({ status: 'partially_refunded', net })).toEqual(net);
});

it('keeps nothing of a cancelled order, whatever was paid for it', () => {
  expect(kept({ status: 'cancelled', net })).toEqual({ amount: 0, currency: 'EUR' });
});
