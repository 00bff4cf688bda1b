import type { Filter } from '~/components/ListPage.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { countryName } from './countries.ts';
import { useContactLists, useCountries, useSegments, useTags } from './useAudience.ts';

/** What lists of contacts are narrowed down by; `but` leaves out what the list always has. */
export function useContactFilters(but: string[] = []): Filter[] {
  const t = useT();
  const { locale } = useFormat();
  const tags = useTags();
  const countries = useCountries();
  const segments = useSegments();
  const lists = useContactLists();
  const consents = (['granted', 'withdrawn', 'unknown'] as const).map((value) => ({
    value,
    label: t(`audience.consent.${value}`),
  }));
  const choice = (name: string, label: string, choices: { value: string; label: string }[]): Filter => ({
    name,
    label,
    kind: 'choice',
    choices,
  });
  const all: Filter[] = [
    choice('sms_consent', t('audience.field.sms_consent'), consents),
    choice(
      'segment_id',
      t('audience.filter.segment'),
      segments.map(({ id, name }) => ({ value: String(id), label: name })),
    ),
    choice(
      'list_id',
      t('audience.filter.list'),
      lists.map(({ id, name }) => ({ value: String(id), label: name })),
    ),
    choice(
      'tag',
      t('audience.filter.tag'),
      tags.map(({ tag }) => ({ value: tag, label: tag })),
    ),
    choice(
      'country',
      t('audience.field.country'),
      countries.map(({ country }) => ({ value: country, label: countryName(country, locale) })),
    ),
    { name: 'has_phone', label: t('audience.filter.has_phone'), kind: 'flag' },
    { name: 'erased', label: t('audience.filter.erased'), kind: 'flag' },
  ];
  // A choice of nothing would open empty.
  return all.filter(
    (filter) => !but.includes(filter.name) && !(filter.kind === 'choice' && filter.choices.length === 0),
  );
}
