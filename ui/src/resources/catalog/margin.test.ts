import { expect, it } from 'vitest';
import { lessCost } from './margin.ts';

const eur = <A>(amount: A) => ({ amount, currency: 'EUR' });

it('is the price less the cost, which may have decimals', () => {
  expect(lessCost({ price: eur(1000), cost: eur('249.75') })).toEqual({ money: eur(750), share: 0.75 });
});

it('falls below zero where the cost is higher', () => {
  expect(lessCost({ price: eur(100), cost: eur('150') })?.share).toBe(-0.5);
});

it('has no share of a price of nothing, and is unknown without a cost or in another currency', () => {
  expect(lessCost({ price: eur(0), cost: eur('10') })?.share).toBeNull();
  expect(lessCost({ price: eur(100), cost: null })).toBeNull();
  expect(lessCost({ price: eur(100), cost: { amount: '10', currency: 'USD' } })).toBeNull();
});
