/** How numbers and dates are written in a file: chosen by a person, guessed from its first rows. */
import type { ImportMapping } from './types.ts';

type Written = Pick<ImportMapping, 'decimal' | 'thousands'>;

export const numberStyles = {
  point: { decimal: '.', thousands: '', example: '1234.50' },
  comma: { decimal: ',', thousands: '', example: '1234,50' },
  comma_point: { decimal: ',', thousands: '.', example: '1.234,50' },
  point_comma: { decimal: '.', thousands: ',', example: '1,234.50' },
  comma_space: { decimal: ',', thousands: ' ', example: '1 234,50' },
} as const satisfies Record<string, Written & { example: string }>;

const times = (day: string) => [`${day} %H:%M:%S`, `${day} %H:%M`, day];

export const dateStyles = {
  iso: { dates: [], example: '2026-12-31' },
  day_first: { dates: [...times('%d/%m/%Y'), ...times('%d-%m-%Y')], example: '31/12/2026' },
  month_first: { dates: [...times('%m/%d/%Y'), ...times('%m-%d-%Y')], example: '12/31/2026' },
  dotted: { dates: times('%d.%m.%Y'), example: '31.12.2026' },
} as const;

export type NumberStyle = keyof typeof numberStyles;
export type DateStyle = keyof typeof dateStyles;

export interface Reading {
  numbers: NumberStyle;
  /** Null: as the format says, which is none of ours. */
  dates: DateStyle | null;
}

const keys = <O extends object>(object: O) => Object.keys(object) as (keyof O)[];

/** What a mapping says already. */
export function readingOf(mapping: Partial<ImportMapping>): Reading {
  const { decimal = '.', thousands = '', dates = [] } = mapping;
  const numbers = keys(numberStyles).find(
    (name) => numberStyles[name].decimal === decimal && numberStyles[name].thousands === thousands,
  );
  const same = JSON.stringify(dates);
  return {
    numbers: numbers ?? 'point',
    dates: keys(dateStyles).find((name) => JSON.stringify(dateStyles[name].dates) === same) ?? null,
  };
}

export function withReading(mapping: ImportMapping, { numbers, dates }: Reading): ImportMapping {
  const { decimal, thousands } = numberStyles[numbers];
  return { ...mapping, decimal, thousands, ...(dates && { dates: [...dateStyles[dates].dates] }) };
}

/** What the first rows look like. Where they do not tell, a point and ISO 8601 are meant. */
export function guessReading(cells: string[]): Reading {
  const any = (pattern: RegExp) => cells.some((cell) => pattern.test(cell.trim()));
  return { numbers: guessNumbers(any), dates: guessDates(any) };
}

function guessNumbers(any: (pattern: RegExp) => boolean): NumberStyle {
  if (any(/^-?\d{1,3}(\.\d{3})+,\d+$/)) return 'comma_point';
  if (any(/^-?\d{1,3}([ \u00a0]\d{3})+,\d+$/)) return 'comma_space';
  if (any(/^-?\d{1,3}(,\d{3})+\.\d+$/)) return 'point_comma';
  // "4,105" alone may be four thousand; "12,50" may not.
  if (any(/^-?\d+,(\d{1,2}|\d{4,})$/) && !any(/^-?\d+\.\d{1,2}$/)) return 'comma';
  return 'point';
}

function guessDates(any: (pattern: RegExp) => boolean): DateStyle {
  if (any(/^\d{1,2}\.\d{1,2}\.\d{4}/)) return 'dotted';
  if (any(/^\d{1,2}[/-](1[3-9]|2\d|3[01])[/-]\d{4}/)) return 'month_first';
  return any(/^\d{1,2}[/-]\d{1,2}[/-]\d{4}/) ? 'day_first' : 'iso';
}
