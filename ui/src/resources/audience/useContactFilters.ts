import { useFound } from '~/components/form/useFound.ts';
import type { Filter } from '~/components/ListPage.tsx';
import type { PickSource } from '~/components/list/types.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { countryName } from './countries.ts';
import { type ContactGroup, type Segment, useCountries, useTags } from './useAudience.ts';

const segments: PickSource = {
  resource: 'segments',
  value: ({ id }: Segment) => String(id),
  text: ({ name }: Segment) => name,
};
const lists: PickSource = {
  resource: 'contact-lists',
  value: ({ id }: ContactGroup) => String(id),
  text: ({ name }: ContactGroup) => name,
};

/** What lists of contacts are narrowed down by; `but` leaves out what the list always has. */
export function useContactFilters(but: string[] = []): Filter[] {
  const t = useT();
  const { locale } = useFormat();
  const tags = useTags();
  const countries = useCountries();
  const some = { segments: useFound(segments.resource, ''), lists: useFound(lists.resource, '') };
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
    { name: 'segment_id', label: t('audience.filter.segment'), kind: 'pick', source: segments },
    { name: 'list_id', label: t('audience.filter.list'), kind: 'pick', source: lists },
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
  const empty = ({ name, ...filter }: Filter) =>
    (filter.kind === 'choice' && filter.choices.length === 0) ||
    (name === 'segment_id' && some.segments.found.length === 0) ||
    (name === 'list_id' && some.lists.found.length === 0);
  return all.filter((filter) => !but.includes(filter.name) && !empty(filter));
}
