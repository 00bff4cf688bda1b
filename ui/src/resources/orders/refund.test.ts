import { expect, it } from 'vitest';
import { refundOf } from './refund.ts';
import type { Line } from './types.ts';

const line = (id: number, quantity: number, total: number, discount = 0, refunded = 0) =>
  ({
    id,
    quantity,
    refunded_quantity: refunded,
    total: { amount: total, currency: 'EUR' },
    discount: { amount: discount, currency: 'EUR' },
  }) as Line;

it("gives back the units' part of what was paid, the discount taken off", () => {
  expect(refundOf([line(1, 4, 4000, 400), line(2, 1, 900)], { line_1: 2, line_2: 1 })).toBe(2700);
});

it('never counts more units than are left, nor what is no number', () => {
  expect(refundOf([line(1, 4, 4000, 0, 3)], { line_1: 9 })).toBe(1000);
  expect(refundOf([line(1, 4, 4000)], { line_1: Number.NaN })).toBe(0);
});
