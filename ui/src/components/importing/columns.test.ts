import { expect, it } from 'vitest';
import { byHand, chosenAtFirst, missingFields } from './columns.ts';
import type { ImportRun } from './types.ts';

const date = { column: 'Date', formats: ['%d/%m/%Y'] };
const suggested = {
  kind: 'orders',
  name: 'shop',
  title: 'Shop',
  decimal: ',',
  columns: { sku: 'Code', placed_at: date },
};
const run = {
  kind: 'orders',
  file_name: 'a.csv',
  mapping: null,
  suggested_mapping: suggested,
} as unknown as ImportRun;
const headers = ['Code', 'Date', 'Colour'];

it('starts from what fits', () => {
  expect(chosenAtFirst(headers, suggested)).toEqual({ Code: 'sku', Date: 'placed_at' });
  expect(chosenAtFirst(['Colour'], suggested)).toEqual({});
});

it('says what is still needed', () => {
  const fields = ['sku', 'placed_at', 'name'].map((name) => ({
    name,
    description: '',
    required: name !== 'name',
  }));
  expect(missingFields(fields, { Code: 'sku', Date: '' })).toEqual(['placed_at']);
});

it('keeps what was known of a column, and drops it where the column becomes something else', () => {
  const kept = byHand(run, { Code: 'sku', Date: 'placed_at', Colour: '' });
  expect(kept).toMatchObject({ decimal: ',', columns: { sku: 'Code', placed_at: date } });
  expect(byHand(run, { Code: 'placed_at', Date: 'sku' }).columns).toEqual({ placed_at: 'Code', sku: 'Date' });
});
