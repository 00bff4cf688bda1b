/** Periods of whole days, both ends included, as a person picks them and as reports take them. */

export const presets = [
  'today',
  'yesterday',
  'last_7',
  'last_30',
  'last_90',
  'this_month',
  'last_month',
  'this_year',
  'last_year',
] as const;
export type Preset = (typeof presets)[number];

export const comparisons = ['none', 'previous', 'year'] as const;
export type Comparison = (typeof comparisons)[number];

export interface Days {
  from: string;
  to: string;
}

export interface Period extends Days {
  /** Null when the two days were chosen by hand. */
  preset: Preset | null;
  comparison: Comparison;
  /** What it is compared with; null without comparison. */
  against: Days | null;
}

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last when it is shorter. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

/** Days from one to the other, both counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && addDays(text, 0) === text;
}

export function presetDays(preset: Preset, today: string): Days {
  const monthStart = `${today.slice(0, 7)}-01`;
  const year = Number(today.slice(0, 4));
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'last_7':
      return { from: addDays(today, -6), to: today };
    case 'last_30':
      return { from: addDays(today, -29), to: today };
    case 'last_90':
      return { from: addDays(today, -89), to: today };
    case 'this_month':
      return { from: monthStart, to: today };
    case 'last_month':
      return { from: addMonths(monthStart, -1), to: addDays(monthStart, -1) };
    case 'this_year':
      return { from: `${year}-01-01`, to: today };
    case 'last_year':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}

export function comparedWith({ from, to }: Days, comparison: Comparison): Days | null {
  if (comparison === 'none') return null;
  if (comparison === 'year') return { from: addMonths(from, -12), to: addMonths(to, -12) };
  const length = daysBetween(from, to);
  return { from: addDays(from, -length), to: addDays(from, -1) };
}

/** From the address (`period=last_7`, or `from` and `to`; `compare`), falling back where it makes no sense. */
export function readPeriod(
  params: URLSearchParams,
  today: string,
  fallback: Preset = 'last_30',
  compared: Comparison = 'none',
): Period {
  const comparison = comparisons.find((name) => name === params.get('compare')) ?? compared;
  const [from, to] = [params.get('from'), params.get('to')];
  if (isDay(from) && isDay(to) && from <= to) {
    return { from, to, preset: null, comparison, against: comparedWith({ from, to }, comparison) };
  }
  const preset = presets.find((name) => name === params.get('period')) ?? fallback;
  const days = presetDays(preset, today);
  return { ...days, preset, comparison, against: comparedWith(days, comparison) };
}

export function writePeriod(
  params: URLSearchParams,
  choice: { preset: Preset | null; from: string; to: string; comparison: Comparison },
  compared: Comparison = 'none',
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ['period', 'from', 'to', 'compare', 'page']) next.delete(name);
  if (choice.preset) next.set('period', choice.preset);
  else {
    next.set('from', choice.from);
    next.set('to', choice.to);
  }
  if (choice.comparison !== compared) next.set('compare', choice.comparison);
  return next;
}
