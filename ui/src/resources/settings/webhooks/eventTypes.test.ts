import { describe, expect, it } from 'vitest';
import { hears, toggled } from './eventTypes.ts';

describe('what a webhook hears', () => {
  it('is what was chosen, all of a kind, or everything', () => {
    expect(hears(['order.placed'], 'order.placed')).toBe(true);
    expect(hears(['order.placed'], 'order.changed')).toBe(false);
    expect(hears(['order.*'], 'order.changed')).toBe(true);
    expect(hears(['*'], 'stock.low')).toBe(true);
  });

  it('is not said twice: all of a kind takes the place of its single types', () => {
    expect(toggled(['order.placed', 'tracker.failed'], 'order.*')).toEqual(['tracker.failed', 'order.*']);
  });

  it('everything takes the place of all else, and one thing that of everything', () => {
    expect(toggled(['order.placed'], '*')).toEqual(['*']);
    expect(toggled(['*'], 'order.placed')).toEqual(['order.placed']);
  });

  it('can be taken back', () => {
    expect(toggled(['order.placed', 'order.changed'], 'order.placed')).toEqual(['order.changed']);
  });
});
