import type { Choice } from '~/components/list/types.ts';

const LOCALES = ['en', 'en-GB', 'en-US', 'en-IE', 'es', 'es-ES', 'es-MX', 'es-CL', 'es-AR', 'es-CO', 'es-PE'];

/** Every time zone the browser knows, and the one that is set. */
export function zoneChoices(current: string): Choice[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set(['UTC', ...known, current])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}

/** Languages as written in a country: what decides how figures and days are written. */
export function localeChoices(current: string, language: string): Choice[] {
  return [...new Set([...LOCALES, current])].map((value) => ({ value, label: localeName(value, language) }));
}

export function localeName(locale: string, language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

export function currencyName(currency: string, language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'currency' }).of(currency);
  return name && name !== currency ? `${name} (${currency})` : currency;
}
