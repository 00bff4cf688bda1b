import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'ra-core';
import { useMemo } from 'react';
import { fetchMe, meKey } from '~/api/session.ts';
import type { Me } from '~/api/types.ts';
import { type Format, makeFormat } from '~/format.ts';

export function useMeQuery() {
  return useQuery({ queryKey: meKey, queryFn: fetchMe, staleTime: 60_000 });
}

/** Who is signed in. Only below the frame, which waits for it. */
export function useMe(): Me {
  const { data } = useMeQuery();
  if (!data) throw new Error('useMe is for pages inside the frame');
  return data;
}

/** Whether the role allows `'orders.edit'`. */
export function useCan(capability: string): boolean {
  return useMeQuery().data?.capabilities.includes(capability) ?? false;
}

/** Whether a system is switched on for this tenant; what is not named is on. */
export function useFeature(name: string): boolean {
  return useMeQuery().data?.features[name] ?? true;
}

/** The tenant's zone and the reader's language, as functions that write values. */
export function useFormat(): Format {
  const language = useLocale();
  const tenant = useMeQuery().data?.tenant;
  const timeZone = tenant?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locale = formatLocale(language, tenant?.locale);
  return useMemo(() => makeFormat({ locale, timeZone }), [locale, timeZone]);
}

/** The tenant's country decides how its language is written; without one, English is written the European way. */
function formatLocale(language: string, tenantLocale: string | undefined): string {
  const tag = tenantLocale?.replace('_', '-');
  if (tag?.startsWith(`${language}-`)) return tag;
  return language === 'en' ? 'en-GB' : language;
}
