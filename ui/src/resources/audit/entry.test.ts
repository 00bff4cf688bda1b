import { describe, expect, it } from 'vitest';
import { changedFields } from './entry.ts';

describe('the fields an entry tells of', () => {
  it('are those that differ', () => {
    expect(
      changedFields({ before: { name: 'Cup', price: 100 }, after: { name: 'Mug', price: 100 } }),
    ).toEqual(['name']);
  });

  it('are all that something new has', () => {
    expect(changedFields({ before: null, after: { name: 'Mug', notes: null } })).toEqual(['name']);
  });

  it('are all that something deleted had', () => {
    expect(changedFields({ before: { name: 'Mug' }, after: null })).toEqual(['name']);
  });

  it('are none where nothing was said', () => {
    expect(changedFields({ before: null, after: null })).toEqual([]);
  });
});
