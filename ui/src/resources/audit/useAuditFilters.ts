import type { Query } from '~/api/request.ts';
import type { Filter } from '~/components/list/types.ts';
import type { ListState } from '~/components/list/useListState.ts';
import { useT } from '~/i18n/useT.ts';
import { addDays } from '~/period.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayStart } from '~/zone.ts';
import { kindWords } from './words.ts';

const KINDS = [
  'ad_campaign',
  'attribution_run',
  'category',
  'contact',
  'contact_list',
  'exchange_rate',
  'feature',
  'import',
  'job',
  'member',
  'order',
  'price_list',
  'product',
  'product_batch',
  'segment',
  'session',
  'settings',
  'suppression',
  'tag',
  'tenant',
  'token',
  'tracker',
  'user',
  'webhook',
] as const;
const PER_PAGE = 100;

/** What the log can be narrowed down by, and how the API is asked for it: days become instants of the zone. */
export function useAuditFilters() {
  const t = useT();
  const { timeZone } = useFormat();
  const kinds = KINDS.map((value) => ({ value, label: kindWords(value, t) }));
  const filters: Filter[] = [
    {
      name: 'subject_kind',
      label: t('audit.on'),
      kind: 'choice',
      choices: kinds.sort((a, b) => a.label.localeCompare(b.label)),
    },
    { name: 'actor', label: t('audit.who'), kind: 'text' },
    { name: 'from', label: t('audit.from'), kind: 'day' },
    { name: 'to', label: t('audit.to'), kind: 'day' },
  ];
  // A link from elsewhere may name one record or one act.
  const names = [...filters.map(({ name }) => name), 'subject_id', 'action'];

  function toQuery({ q, filters: set }: Pick<ListState, 'q' | 'filters'>): Query {
    const { from, to, ...rest } = set;
    return {
      ...rest,
      q,
      per_page: PER_PAGE,
      since: from && dayStart(from, timeZone),
      until: to && dayStart(addDays(to, 1), timeZone),
    };
  }
  return { filters, names, toQuery };
}
