import { expect, it } from 'vitest';
import { readListState, sentFilters, writeListState } from './useListState.ts';

const defaults = { sort: '-placed_at', filterNames: ['status', 'marketplace'] };
const at = (query: string) => readListState(new URLSearchParams(query), defaults);

it('an empty address is the defaults', () => {
  expect(at('')).toEqual({ page: 1, perPage: 50, sort: '-placed_at', q: '', filters: {} });
});

it('nonsense in the address is not passed on', () => {
  expect(at('page=-3&per_page=9999&colour=red')).toEqual(at(''));
  expect(at('page=two').page).toBe(1);
});

it('a new filter starts at the first page and keeps what else was asked', () => {
  const next = writeListState(
    new URLSearchParams('page=7&q=tea&period=last_7'),
    { filters: { status: 'paid' } },
    defaults,
  );
  expect(next.toString()).toBe('q=tea&period=last_7&status=paid');
});

it('turning the page changes nothing else', () => {
  expect(writeListState(new URLSearchParams('status=paid'), { page: 2 }, defaults).toString()).toBe(
    'status=paid&page=2',
  );
});

it('what equals the default is not written', () => {
  const next = writeListState(
    new URLSearchParams('sort=name&per_page=100'),
    { sort: '-placed_at', perPage: 50 },
    defaults,
  );
  expect(next.toString()).toBe('');
});

it('a day is sent as the API takes it, and stays a day in the address', () => {
  const filters = [
    { name: 'from', label: 'From', kind: 'day' as const, sent: (day: string) => `${day}T00:00:00Z` },
    { name: 'placed', label: 'Placed', kind: 'day' as const },
  ];
  const chosen = { from: '2026-11-20', placed: '2026-11-21', status: 'paid' };
  expect(sentFilters(chosen, filters)).toEqual({ ...chosen, from: '2026-11-20T00:00:00Z' });
});
