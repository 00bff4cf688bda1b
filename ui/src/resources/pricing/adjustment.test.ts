import { expect, it } from 'vitest';
import { type AdjustValues, adjustmentOf, roundings, stepOf } from './adjustment.ts';

const values: AdjustValues = {
  percent: -10,
  amount: null,
  rounding: 'nine',
  category_id: 3,
  currency: 'EUR',
};

it('asks for a tenth less in one category, ending in .99', () => {
  expect(adjustmentOf(values, { ids: null, version: 4 })).toEqual({
    percent: '-10',
    amount: 0,
    step: 100,
    ending: 1,
    filter: { category_id: 3 },
    version: 4,
  });
});

it('chosen products go before a category, and own prices name their currency', () => {
  const amount = { amount: -50, currency: 'EUR' };
  expect(
    adjustmentOf({ ...values, percent: null, amount, rounding: 'none' }, { ids: [7], version: undefined }),
  ).toEqual({ percent: '0', amount: -50, step: 1, ending: 0, product_ids: [7], currency: 'EUR' });
});

it('steps follow the digits of the currency', () => {
  expect(stepOf('nine', 'KWD')).toEqual({ step: 1000, ending: 1 });
  expect(roundings('CLP')).toEqual(['none', 'five']);
});
