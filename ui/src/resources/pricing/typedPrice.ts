import type { Money } from '~/api/types.ts';
import { readDecimal } from '~/components/form/decimal.ts';
import { currencyDigits, majorToMinor } from '~/format.ts';

/** What a person typed as a price in whole units of the currency; null when it is none. */
export function typedPrice(text: string, currency: string, locale: string): Money | null {
  const minor = majorToMinor(readDecimal(text, locale) ?? '', currencyDigits(currency));
  if (minor === null || minor.startsWith('-') || minor.includes('.')) return null;
  const amount = Number(minor);
  return Number.isSafeInteger(amount) ? { amount, currency } : null;
}
