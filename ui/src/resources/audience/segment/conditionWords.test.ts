import { expect, test } from 'vitest';
import { makeFormat } from '~/format.ts';
import type { Node } from './conditions.ts';
import { definitionSentence } from './conditionWords.ts';

const format = makeFormat({ locale: 'en-GB', timeZone: 'Europe/Madrid' });
const said = new Map([
  ['audience.words.and', 'and'],
  ['audience.words.all', 'and'],
  ['audience.words.any', 'or'],
]);
const t = (key: string, values: Record<string, unknown> = {}) => {
  const told = ['some', 'low', 'high', 'condition', '_'].flatMap((name) => values[name] ?? []);
  return said.get(key) ?? [key.replace('audience.words.', ''), ...told].join(' ');
};
const words = (definition: Node) => definitionSentence(definition, { t, format });

test('countries have their names, money its currency, days their number', () => {
  expect(
    words({
      op: 'all',
      of: [
        { op: 'country', any_of: ['ES', 'PT'] },
        { op: 'spent', at_least: { amount: 10_000, currency: 'EUR' }, within_days: 90 },
      ],
    }),
  ).toBe('Country Spain or Portugal and spent_least €100.00 – last_days 90');
});

test('only a group of several stands in brackets', () => {
  const both: Node = {
    op: 'any',
    of: [
      { op: 'has', what: 'phone' },
      { op: 'has', what: 'email' },
    ],
  };
  const one: Node = { op: 'any', of: [{ op: 'has', what: 'phone' }] };
  expect(words({ op: 'all', of: [both, one] })).toBe('(has_phone or has_email) and has_phone');
});

test('what does not hold is said so', () => {
  expect(words({ op: 'not', of: { op: 'everybody' } })).toBe('Not everybody');
});
