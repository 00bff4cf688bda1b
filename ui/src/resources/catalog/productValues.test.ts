import { expect, it } from 'vitest';
import { emptyProduct, fromProduct, toApi } from './productValues.ts';
import type { Product } from './types.ts';

const mug = {
  id: 7,
  sku: 'MUG-1',
  name: 'Mug',
  description: '',
  brand: 'Alma',
  category: { id: 3, name: 'Kitchen', path: 'Kitchen' },
  tags: ['gift'],
  image_url: null,
  barcode: null,
  attributes: { weight_g: 320, colour: 'blue' },
  price: { amount: 1200, currency: 'EUR' },
  cost: { amount: '410.5', currency: 'EUR' },
  currency: 'EUR',
  tax_rate: '21',
  active: true,
  parent_id: null,
  option_values: {},
  variants: 0,
  sellable: true,
  stock_alert_threshold: null,
  version: 4,
} as unknown as Product;

it('nothing changed is nothing sent', () => {
  expect(toApi(fromProduct(mug), mug)).toEqual({});
});

it('only what was changed is sent, and since when', () => {
  const values = {
    ...fromProduct(mug),
    price: { amount: 1350, currency: 'EUR' },
    price_from: '2026-11-01T00:00:00Z',
  };
  expect(toApi(values, mug)).toEqual({
    price: { amount: 1350, currency: 'EUR' },
    price_from: '2026-11-01T00:00:00Z',
  });
});

it('another currency goes with price and cost', () => {
  expect(toApi({ ...fromProduct(mug), currency: 'usd' }, mug)).toEqual({
    currency: 'USD',
    price: { amount: 1200, currency: 'USD' },
    cost: { amount: '410.5', currency: 'USD' },
  });
});

it('a further field that was a number stays one unless it is typed over', () => {
  const values = fromProduct(mug);
  const typed = values.attributes.map((pair) => (pair.name === 'colour' ? { ...pair, value: 'red' } : pair));
  expect(toApi({ ...values, attributes: typed }, mug)).toEqual({
    attributes: { weight_g: 320, colour: 'red' },
  });
});

it('a variant begins as its parent is', () => {
  const values = emptyProduct('EUR', mug);
  expect([values.sku, values.parent_id, values.category_id, values.tax_rate]).toEqual(['MUG-1-', 7, 3, 21]);
  expect(toApi({ ...values, sku: 'MUG-1-L', option_values: [{ name: 'Size', value: 'L' }] })).toMatchObject({
    parent_id: 7,
    option_values: { Size: 'L' },
    price: { amount: 1200, currency: 'EUR' },
  });
});
