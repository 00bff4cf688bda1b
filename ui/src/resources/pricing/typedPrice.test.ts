import { expect, it } from 'vitest';
import { typedPrice } from './typedPrice.ts';

it.each([
  ['19.99', 'EUR', 'en-GB', 1999],
  ['19,99', 'EUR', 'es-ES', 1999],
  ['1.234,5', 'EUR', 'es-ES', 123450],
  ['1500', 'CLP', 'es-ES', 1500],
  ['1.234', 'KWD', 'en-GB', 1234],
  ['0', 'EUR', 'en-GB', 0],
])('%s %s typed in %s is %d minor units', (text, currency, locale, amount) => {
  expect(typedPrice(text, currency, locale)).toEqual({ amount, currency });
});

it.each([
  ['', 'EUR'],
  ['-5', 'EUR'],
  ['9.995', 'EUR'],
  ['9.5', 'JPY'],
  ['ten', 'EUR'],
])('%s %s is no price', (text, currency) => {
  expect(typedPrice(text, currency, 'en-GB')).toBeNull();
});
