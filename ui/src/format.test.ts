import { describe, expect, it } from 'vitest';
import { currencyDigits, MISSING, majorToMinor, makeFormat, minorToMajor } from './format.ts';

const en = makeFormat({ locale: 'en-GB', timeZone: 'Europe/Madrid' });
const es = makeFormat({ locale: 'es-ES', timeZone: 'Europe/Madrid' });
const same = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('has the digits of its currency', () => {
    expect([
      currencyDigits('EUR'),
      currencyDigits('JPY'),
      currencyDigits('CLP'),
      currencyDigits('KWD'),
    ]).toEqual([2, 0, 0, 3]);
    expect(en.money({ amount: 5209423, currency: 'EUR' })).toBe('€52,094.23');
    expect(en.money({ amount: 5209423, currency: 'JPY' })).toBe('JP¥5,209,423');
    expect(same(en.money({ amount: 1234567, currency: 'KWD' }))).toBe('KWD 1,234.567');
    expect(en.money({ amount: -5, currency: 'EUR' })).toBe('-€0.05');
  });

  it('shows a unit price below the minor unit whole', () => {
    expect(en.money({ amount: '199.5', currency: 'EUR' })).toBe('€1.995');
    expect(en.money({ amount: '200', currency: 'EUR' })).toBe('€2.00');
  });

  it('stands apart by thousands in Spanish too, four digits included', () => {
    expect(same(es.money({ amount: 728682, currency: 'EUR' }))).toBe('7.286,82 €');
    expect(es.integer(7286)).toBe('7.286');
  });

  it('is compact in tiles', () => {
    expect(en.moneyCompact({ amount: 5209423, currency: 'EUR' })).toBe('€52k');
    expect(en.moneyCompact({ amount: 120000, currency: 'EUR' })).toBe('€1.2k');
    expect(en.moneyCompact({ amount: 0, currency: 'EUR' })).toBe('€0');
  });

  it('moves the point as text', () => {
    expect(minorToMajor('9007199254740993', 2)).toBe('90071992547409.93');
    expect(minorToMajor(7, 2)).toBe('0.07');
    expect(minorToMajor(-1250, 2)).toBe('-12.50');
    expect(majorToMinor('19.99', 2)).toBe('1999');
    expect(majorToMinor('19.995', 2)).toBe('1999.5');
    expect(majorToMinor('.5', 2)).toBe('50');
    expect(majorToMinor('1500', 0)).toBe('1500');
    expect(majorToMinor('-0.05', 2)).toBe('-5');
    expect(majorToMinor('abc', 2)).toBeNull();
    expect(majorToMinor('', 2)).toBeNull();
  });
});

it('a missing value is an en dash, a zero is a zero', () => {
  expect([
    en.integer(null),
    en.money(undefined),
    en.percent(null),
    en.day(null),
    en.instant(undefined),
  ]).toEqual(Array(5).fill(MISSING));
  expect([en.integer(0), en.percent(0), en.ratio(0)]).toEqual(['0', '0.0%', '0.00']);
});

it('percent has one place, a change its sign', () => {
  expect(en.percent(0.1234)).toBe('12.3%');
  expect(en.change(0.171)).toBe('+17.1%');
  expect(en.change(-0.06)).toBe('-6.0%');
  expect(same(es.percent(0.1234))).toBe('12,3 %');
});

describe('time', () => {
  it("is shown in the tenant's zone, named in full", () => {
    expect(en.instant('2019-07-01T22:30:00Z')).toBe('2 Jul 2019, 00:30');
    expect(en.instantFull('2019-07-01T22:30:00Z')).toContain('Europe/Madrid');
  });

  it('is relative for a day and a date after that', () => {
    const now = '2019-07-02T12:00:00Z';
    expect(en.relative('2019-07-02T11:57:00Z', now)).toBe('3 min ago');
    expect(en.relative('2019-07-02T09:00:00Z', now)).toBe('3 hr ago');
    expect(en.relative('2019-07-02T12:00:00Z', now)).toBe('now');
    expect(en.relative('2019-07-01T11:00:00Z', now)).toBe('1 Jul 2019, 13:00');
  });

  it('a day stays the day it is, whatever the zone', () => {
    const far = makeFormat({ locale: 'en-GB', timeZone: 'Pacific/Honolulu' });
    expect(far.day('2019-07-01')).toBe('1 Jul 2019');
    expect(en.dayRange('2019-10-22', '2019-11-20')).toBe(
      '22 Oct – 20 Nov 2019'.replaceAll(' – ', '\u2009–\u2009'),
    );
  });

  it('durations round to what a person would say', () => {
    expect([56, 540, 7500, Number.POSITIVE_INFINITY].map((s) => same(en.duration(s)))).toEqual([
      '56 s',
      '9 min',
      '2 h 5 min',
      MISSING,
    ]);
  });
});

it('bytes and lists', () => {
  expect(en.bytes(1_500_000)).toBe('1.5 MB');
  expect(en.bytes(0)).toBe('0 byte');
  expect(en.list(['a', 'b', 'c'])).toBe('a, b and c');
});
