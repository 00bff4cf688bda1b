import { expect, it } from 'vitest';
import { readDecimal, writeDecimal } from './decimal.ts';

it.each([
  ['19.99', 'en-GB', '19.99'],
  ['1,234.50', 'en-GB', '1234.50'],
  ['1,234', 'en-GB', '1234'],
  ['19,99', 'en-GB', '19.99'],
  ['19,99', 'es-ES', '19.99'],
  ['1.234,50', 'es-ES', '1234.50'],
  ['1.234', 'es-ES', '1234'],
  ['19.99', 'es-ES', '19.99'],
  ['-5', 'es-ES', '-5'],
  ['1 234', 'en-GB', '1234'],
  ['12.', 'en-GB', '12.'],
])('%s in %s is %s', (text, locale, plain) => {
  expect(readDecimal(text, locale)).toBe(plain);
});

it.each(['', 'abc', '1,2,3', '1..2', '--1', '12€'])('%s is no number', (text) => {
  expect(readDecimal(text, 'en-GB')).toBeNull();
});

it('is written with the sign of the language', () => {
  expect([writeDecimal('1234.5', 'es-ES'), writeDecimal('1234.5', 'en-GB')]).toEqual(['1234,5', '1234.5']);
});
