import { describe, expect, it } from 'vitest';
import { addMonths, comparedWith, daysBetween, presetDays, readPeriod, writePeriod } from './period.ts';

const today = '2026-03-31';

describe('presets count whole days, today included', () => {
  it.each([
    ['last_7', '2026-03-25', '2026-03-31'],
    ['last_30', '2026-03-02', '2026-03-31'],
    ['last_month', '2026-02-01', '2026-02-28'],
    ['this_month', '2026-03-01', '2026-03-31'],
    ['last_year', '2025-01-01', '2025-12-31'],
  ] as const)('%s', (preset, from, to) => {
    expect(presetDays(preset, today)).toEqual({ from, to });
  });
});

it('the period before is as long and ends the day before', () => {
  const days = { from: '2026-03-02', to: '2026-03-31' };
  const before = comparedWith(days, 'previous');
  expect(before).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  expect(before && daysBetween(before.from, before.to)).toBe(daysBetween(days.from, days.to));
});

it('a year before a leap day is the last of February', () => {
  expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
});

it('the address is read, and nonsense in it falls back', () => {
  const at = (query: string) => readPeriod(new URLSearchParams(query), today);
  expect(at('from=2026-01-01&to=2026-01-31&compare=year')).toEqual({
    from: '2026-01-01',
    to: '2026-01-31',
    preset: null,
    comparison: 'year',
    against: { from: '2025-01-01', to: '2025-01-31' },
  });
  expect(at('from=2026-02-30&to=2026-03-01').preset).toBe('last_30');
  expect(at('from=2026-03-02&to=2026-03-01').preset).toBe('last_30');
  expect(at('period=nonsense&compare=nonsense')).toMatchObject({ preset: 'last_30', comparison: 'none' });
});

it('what is written is read back, and the page starts again', () => {
  const written = writePeriod(new URLSearchParams('page=4&q=tea'), {
    preset: 'last_7',
    from: '',
    to: '',
    comparison: 'previous',
  });
  expect(written.toString()).toBe('q=tea&period=last_7&compare=previous');
});
