import { useMemo } from 'react';
import type { Choice } from '~/components/list/types.ts';
import { useFormat, useMe } from '~/session/useMe.ts';

/** Every currency by its code, the shop's own first. */
export function useCurrencyChoices(): Choice[] {
  const { locale } = useFormat();
  const home = useMe().tenant?.currency;
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'currency' });
    const codes = Intl.supportedValuesOf('currency');
    return [...new Set([...(home ? [home] : []), ...codes])].map((value) => ({
      value,
      label: `${value} · ${names.of(value)}`,
    }));
  }, [locale, home]);
}
