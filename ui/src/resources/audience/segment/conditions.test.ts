import { expect, test } from 'vitest';
import {
  asGroup,
  countNodes,
  emptyCondition,
  isComplete,
  kinds,
  type Node,
  plain,
  unwrapped,
  wrapped,
} from './conditions.ts';

const spain: Node = { op: 'country', any_of: ['ES'] };

test('what is edited is a group, and what is sent is no more than is meant', () => {
  expect(asGroup(spain)).toEqual({ op: 'all', of: [spain] });
  expect(plain(asGroup(spain))).toEqual(spain);
  expect(plain(asGroup({ op: 'everybody' }))).toEqual({ op: 'everybody' });
  const both: Node = { op: 'any', of: [spain, { op: 'has', what: 'phone' }] };
  expect(plain(asGroup(both))).toEqual(both);
});

test('a group of alternatives without any is not everybody', () => {
  expect(isComplete(plain({ op: 'any', of: [] }))).toBe(false);
});

test('a condition that still needs a word is not asked', () => {
  const complete = kinds.filter((op) => isComplete(emptyCondition(op)));
  expect(complete).toEqual([
    'orders',
    'not_ordered',
    'sms_consent',
    'has',
    'birthday',
    'created',
    'everybody',
  ]);
  expect(isComplete({ op: 'all', of: [spain, { op: 'tag', any_of: [] }] })).toBe(false);
  expect(isComplete({ op: 'birthday', within: 'next_days' })).toBe(false);
  expect(isComplete({ op: 'not_ordered', since: '2026-01-01', for_days: 3, or_never: false })).toBe(false);
  expect(isComplete({ op: 'orders', at_least: 0 })).toBe(true);
});

test('not is a switch: twice is none', () => {
  expect(unwrapped(wrapped(spain, true))).toEqual({ node: spain, negated: true });
  expect(unwrapped({ op: 'not', of: { op: 'not', of: spain } })).toEqual({ node: spain, negated: false });
});

test('nodes are counted as the API does', () => {
  expect(countNodes({ op: 'all', of: [spain, { op: 'not', of: { op: 'any', of: [spain, spain] } }] })).toBe(
    6,
  );
});
