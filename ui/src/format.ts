/** The one place where values become words. A missing value is an en dash, never 0. */

export const MISSING = '–';

export interface Money {
  /** Minor units; a decimal string where a unit price goes below the minor unit. */
  amount: number | string;
  currency: string;
}

export interface FormatSettings {
  /** BCP 47: decides separators, month names and the order of a date. */
  locale: string;
  /** IANA zone of the tenant: every instant is shown in it. */
  timeZone: string;
}

type Maybe<T> = T | null | undefined;
type Instant = string | number | Date;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Digits after the point of a currency: 2 for EUR, 0 for CLP and JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** "199.5" with 2 digits is "1.995": the point is moved as text, so no float touches money. */
export function minorToMajor(amount: number | string, digits: number): string {
  const [, sign = '', whole = '0', rest = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain(amount)) ?? [];
  const padded = whole.padStart(digits + 1, '0');
  const cut = padded.length - digits;
  const fraction = padded.slice(cut) + rest;
  return `${sign}${padded.slice(0, cut)}${fraction ? `.${fraction}` : ''}`;
}

/** The inverse for what a person typed: "19.99" with 2 digits is "1999"; null when it is not a number. */
export function majorToMinor(text: string, digits: number): string | null {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (!match || (!match[2] && !match[3])) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const shifted = `${whole || '0'}${fraction.slice(0, digits).padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '');
  const below = fraction.slice(digits).replace(/0+$/, '');
  return `${sign}${shifted}${below ? `.${below}` : ''}`;
}

function plain(amount: number | string): string {
  return typeof amount === 'number' ? amount.toFixed(0) : amount;
}

export function makeFormat({ locale, timeZone }: FormatSettings) {
  const numbers = new Map<string, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();

  /** Spanish leaves four-digit numbers ungrouped unless told otherwise, and columns then do not line up. */
  function number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    let made = numbers.get(key);
    if (!made) {
      made = new Intl.NumberFormat(locale, { useGrouping: 'always', ...options } as Intl.NumberFormatOptions);
      numbers.set(key, made);
    }
    return made;
  }

  function date(options: Intl.DateTimeFormatOptions, zone = timeZone): Intl.DateTimeFormat {
    const key = `${zone} ${JSON.stringify(options)}`;
    let made = dates.get(key);
    if (!made) {
      made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
      dates.set(key, made);
    }
    return made;
  }

  /** A day is not an instant: it is read and written in UTC so that no zone moves it. */
  const dayAsDate = (day: string) => new Date(`${day}T00:00:00Z`);
  const yearOf = (at: Date) => date({ year: 'numeric' }).format(at);
  const thisYear = () => yearOf(new Date());

  function day(value: Maybe<string>): string {
    if (!value) return MISSING;
    const year = value.startsWith(thisYear()) ? undefined : 'numeric';
    return date({ day: 'numeric', month: 'short', year }, 'UTC').format(dayAsDate(value));
  }

  function instant(value: Maybe<Instant>): string {
    if (value == null) return MISSING;
    const at = new Date(value);
    const year = yearOf(at) === thisYear() ? undefined : 'numeric';
    return date({ day: 'numeric', month: 'short', year, hour: '2-digit', minute: '2-digit' }).format(at);
  }

  function relativeTo(value: Instant, now: Instant): string | null {
    const seconds = Math.round((new Date(value).getTime() - new Date(now).getTime()) / 1000);
    const away = Math.abs(seconds);
    if (away >= DAY) return null;
    const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
    if (away < MINUTE) return words.format(Math.trunc(seconds), 'second');
    if (away < HOUR) return words.format(Math.trunc(seconds / MINUTE), 'minute');
    return words.format(Math.trunc(seconds / HOUR), 'hour');
  }

  return {
    locale,
    timeZone,

    integer: (value: Maybe<number>) =>
      value == null ? MISSING : number({ maximumFractionDigits: 0 }).format(value),

    /** Ratios such as ROAS: two places. */
    ratio: (value: Maybe<number>) =>
      value == null ? MISSING : number({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value),

    decimal: (value: Maybe<number>, digits = 1) =>
      value == null ? MISSING : number({ maximumFractionDigits: digits }).format(value),

    /** An exchange rate: four places at least, so that a column of them lines up. */
    rate: (value: Maybe<number>) =>
      value == null ? MISSING : number({ minimumFractionDigits: 4, maximumFractionDigits: 12 }).format(value),

    /** Tiles and axes only: 12.8k. */
    compact: (value: Maybe<number>) =>
      value == null
        ? MISSING
        : number({ notation: 'compact', maximumFractionDigits: Math.abs(value) < 10_000 ? 1 : 0 }).format(
            value,
          ),

    /** A share (0.123 is 12.3 %), to one place. */
    percent: (share: Maybe<number>) =>
      share == null
        ? MISSING
        : number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share),

    /** A whole number with its sign. */
    difference: (value: Maybe<number>) =>
      value == null ? MISSING : number({ maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(value),

    /** A share with its sign, for comparisons. */
    change: (share: Maybe<number>) =>
      share == null
        ? MISSING
        : number({
            style: 'percent',
            maximumFractionDigits: 1,
            minimumFractionDigits: 1,
            signDisplay: 'exceptZero',
          }).format(share),

    money: (value: Maybe<Money>) => {
      if (value == null) return MISSING;
      const digits = currencyDigits(value.currency);
      const major = minorToMajor(value.amount, digits);
      const below = major.split('.')[1]?.replace(/0+$/, '').length ?? 0;
      const options = {
        style: 'currency',
        currency: value.currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: Math.max(digits, Math.min(below, 8)),
      } as const;
      return number(options).format(major as `${number}`);
    },

    moneyCompact: (value: Maybe<Money>) => {
      if (value == null) return MISSING;
      const major = Number(minorToMajor(value.amount, currencyDigits(value.currency)));
      const whole = Math.abs(major) < 1000 || Math.abs(major) >= 10_000;
      return number({
        style: 'currency',
        currency: value.currency,
        notation: 'compact',
        maximumFractionDigits: whole ? 0 : 1,
      }).format(major);
    },

    day,

    dayLong: (value: Maybe<string>) =>
      value
        ? date({ weekday: 'long', day: 'numeric', month: 'long' }, 'UTC').format(dayAsDate(value))
        : MISSING,

    dayRange: (from: string, to: string) => {
      if (from === to) return day(from);
      const year = from.startsWith(thisYear()) && to.startsWith(thisYear()) ? undefined : 'numeric';
      return date({ day: 'numeric', month: 'short', year }, 'UTC').formatRange(
        dayAsDate(from),
        dayAsDate(to),
      );
    },

    month: (value: string) =>
      date({ month: 'long', year: 'numeric' }, 'UTC').format(dayAsDate(`${value.slice(0, 7)}-01`)),

    instant,

    time: (value: Maybe<Instant>) =>
      value == null ? MISSING : date({ hour: '2-digit', minute: '2-digit' }).format(new Date(value)),

    /** For tooltips: everything, with the zone's name. */
    instantFull: (value: Maybe<Instant>) =>
      value == null
        ? MISSING
        : `${date({ dateStyle: 'full', timeStyle: 'medium' }).format(new Date(value))} (${timeZone})`,

    /** "3 min ago" within a day of now, the date otherwise. */
    relative: (value: Maybe<Instant>, now: Instant = new Date()) =>
      value == null ? MISSING : (relativeTo(value, now) ?? instant(value)),

    /** "56 s", "9 min", "2 h 5 min": the signs are the same in every language. */
    duration: (seconds: Maybe<number>) => {
      if (seconds == null || !Number.isFinite(seconds)) return MISSING;
      const unit = (value: number, sign: string) =>
        `${number({ maximumFractionDigits: 0 }).format(value)}\u00a0${sign}`;
      const whole = Math.max(0, Math.round(seconds));
      if (whole < MINUTE) return unit(whole, 's');
      if (whole < HOUR) return unit(Math.round(whole / MINUTE), 'min');
      if (whole >= 2 * DAY) return unit(Math.round(whole / DAY), 'd');
      const minutes = Math.floor((whole % HOUR) / MINUTE);
      return `${unit(Math.floor(whole / HOUR), 'h')}${minutes ? ` ${unit(minutes, 'min')}` : ''}`;
    },

    bytes: (value: Maybe<number>) => {
      if (value == null) return MISSING;
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
      const step = Math.min(units.length - 1, value > 0 ? Math.floor(Math.log10(value) / 3) : 0);
      return number({
        style: 'unit',
        unit: units[step],
        unitDisplay: 'short',
        maximumFractionDigits: step > 0 ? 1 : 0,
      }).format(value / 1000 ** step);
    },

    list: (words: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words),
  };
}

export type Format = ReturnType<typeof makeFormat>;
