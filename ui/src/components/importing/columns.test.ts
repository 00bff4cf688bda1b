import { expect, it } from 'vitest';
import {
  byHand,
  choose,
  chosenAtFirst,
  fieldsByHeader,
  isLike,
  madeFields,
  missingFields,
  nameOf,
} from './columns.ts';
import type { ImportField, ImportMapping, ImportRun } from './types.ts';

const date = { column: 'Date', formats: ['%d/%m/%Y'] };
const buyer = { first_of: ['Mail', 'Phone'] };
const suggested = {
  kind: 'orders',
  name: 'shop',
  title: 'Shop',
  decimal: ',',
  columns: { sku: 'Code', placed_at: date, customer: buyer },
} as unknown as ImportMapping;
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

it('a field comes from one column', () => {
  expect(choose({ Code: 'sku', Date: 'placed_at' }, 'Colour', 'sku')).toEqual({
    Code: '',
    Date: 'placed_at',
    Colour: 'sku',
  });
});

it('says what is still needed', () => {
  const fields = ['sku', 'placed_at', 'customer', 'name'].map(
    (name) => ({ name, description: '', required: name !== 'name' }) as ImportField,
  );
  expect(missingFields(fields, { Code: 'sku', Date: '' })).toEqual(['placed_at', 'customer']);
  expect(missingFields(fields, { Code: 'sku', Date: '' }, madeFields(suggested, {}))).toEqual(['placed_at']);
});

it('keeps what was known of a column, and drops it where the column becomes something else', () => {
  const kept = byHand(run, { Code: 'sku', Date: 'placed_at', Colour: '' });
  expect(kept).toMatchObject({ decimal: ',', columns: { sku: 'Code', placed_at: date } });
  expect(byHand(run, { Code: 'placed_at', Date: 'sku' }).columns).toMatchObject({
    placed_at: 'Code',
    sku: 'Date',
  });
});

it('keeps what a format makes of several columns, unless a column is chosen for it', () => {
  expect(byHand(run, { Code: 'sku' }).columns.customer).toEqual(buyer);
  expect(byHand(run, { Code: 'customer' }).columns.customer).toBe('Code');
});

it('tells what a format makes of each column', () => {
  expect([...fieldsByHeader(suggested, headers)]).toEqual([
    ['Code', ['sku']],
    ['Date', ['placed_at']],
    ['Mail', ['customer']],
    ['Phone', ['customer']],
  ]);
});

it('keeps a mapping under a plain name', () => {
  expect(nameOf('Tienda de Año: ventas (2026)')).toBe('tienda de ano ventas 2026');
  expect(nameOf('…')).toBe('');
});

it('a currency may stand in a header', () => {
  const spent = 'Amount spent (*)';
  const meta = { columns: { amount: { like: spent }, currency: { in_header: spent } } };
  expect([...fieldsByHeader(meta as unknown as ImportMapping, ['Day', 'Amount spent (SEK)'])]).toEqual([
    ['Amount spent (SEK)', ['amount', 'currency']],
  ]);
  expect(isLike(spent, 'amount spent (eur)')).toBe(true);
  expect(isLike(spent, 'Amount spent ()')).toBe(false);
  expect(isLike(spent, 'Amount spent')).toBe(false);
});
