import { expect, it } from 'vitest';
import { guessReading, numberStyles, readingOf, withReading } from './reading.ts';
import type { ImportMapping } from './types.ts';

it.each([
  [['12.50', '4'], 'point', 'iso'],
  [['12,50', '4,105'], 'comma', 'iso'],
  [['1.234,50', '31.12.2026'], 'comma_point', 'dotted'],
  [['1,234.50', '12/31/2026 10:15'], 'point_comma', 'month_first'],
  [['1 234,5', '5/2/2026'], 'comma_space', 'day_first'],
  [['4,105', 'Mug, blue', '2026-12-31'], 'point', 'iso'],
])('%j is written with %s and %s', (cells, numbers, dates) => {
  expect(guessReading(cells)).toEqual({ numbers, dates });
});

it('what a mapping says is read back as it was chosen', () => {
  const mapping = { kind: 'products', columns: {} } as unknown as ImportMapping;
  for (const numbers of Object.keys(numberStyles) as (keyof typeof numberStyles)[])
    expect(readingOf(withReading(mapping, { numbers, dates: 'month_first' }))).toEqual({
      numbers,
      dates: 'month_first',
    });
});

it('date formats that are none of ours stay', () => {
  const mapping = { kind: 'orders', columns: {}, dates: ['%Y%m%d'] } as unknown as ImportMapping;
  expect(readingOf(mapping).dates).toBeNull();
  expect(withReading(mapping, readingOf(mapping)).dates).toEqual(['%Y%m%d']);
});
