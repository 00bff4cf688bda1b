import type { Shape } from '~/api/types.ts';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { MoreButton } from '~/components/list/MoreButton.tsx';
import { useCursorRows } from '~/components/list/useCursorRows.ts';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { type Format, MISSING } from '~/format.ts';
import { type Translate, useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

type Entry = Shape<'AuditShape'>;

export interface RecordLogProps {
  kind: 'product' | 'price_list';
  id: number;
  /** Of the amounts in it. */
  currency: string;
}

/** Who did what with a product or a price list, the newest first. */
export default function RecordLog({ kind, id, currency }: RecordLogProps) {
  const t = useT();
  const query = { subject_kind: kind, subject_id: id };
  const { rows, error, isPending, refetch, more } = useCursorRows<Entry>('audit', query);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (isPending) return <PageWait />;
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('catalog.log.none')} />
      </Panel>
    );
  }
  return (
    <>
      <ReportTable
        label={t('catalog.tab.log')}
        rows={rows}
        columns={[
          {
            name: 'action',
            label: t('catalog.log.action'),
            main: true,
            render: ({ action }) => actionWords(action, t),
          },
          {
            name: 'changes',
            label: t('catalog.log.changes'),
            render: (entry) => <Changes entry={entry} currency={currency} />,
          },
          { name: 'actor', label: t('catalog.log.actor'), render: ({ actor }) => actorWords(actor, t) },
          { name: 'at', label: t('catalog.log.at'), render: ({ at }) => <DateTime value={at} relative /> },
        ]}
      />
      <MoreButton more={more} />
    </>
  );
}

/** `price_list.prices_changed` in words. */
function actionWords(action: string, t: Translate): string {
  const key = `catalog.log.${action.replace('.', '_')}` as Parameters<Translate>[0];
  return t(key, { _: action.replace(/[._]/g, ' ') });
}

/** Each field that differs: what it was → what it is. */
function Changes({ entry, currency }: { entry: Entry; currency: string }) {
  const t = useT();
  const format = useFormat();
  const [before, after] = [entry.before ?? {}, entry.after ?? {}];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  const word = (name: string) => fieldWords(name, format, t);
  const show = (name: string, value: unknown) =>
    /_minor( from .*)?$/.test(name) && value != null
      ? format.money({ amount: value as number | string, currency })
      : valueWords(value, format, t);
  return (
    <span style={{ display: 'grid', overflowWrap: 'anywhere' }}>
      {names.map((name) => (
        <span key={name}>
          {word(name)}: {name in before && `${show(name, before[name])} → `}
          {show(name, after[name])}
        </span>
      ))}
    </span>
  );
}

/** `unit_cost_minor from 2026-10-01T…`: what was said of an earlier time says so. */
function fieldWords(name: string, format: Format, t: Translate): string {
  const [field = name, since] = name.split(' from ');
  const word = t(`catalog.log.field.${field}` as Parameters<Translate>[0], { _: field.replaceAll('_', ' ') });
  return since ? t('catalog.log.since', { field: word, at: format.instant(since) }) : word;
}

function valueWords(value: unknown, format: Format, t: Translate): string {
  if (value === null || value === undefined || value === '') return MISSING;
  if (typeof value === 'number') return format.decimal(value);
  if (typeof value === 'boolean') return t(value ? 'list.yes' : 'list.no');
  if (Array.isArray(value)) return value.join(', ') || MISSING;
  if (typeof value === 'object') return pairWords(value, format, t);
  if (typeof value !== 'string') return String(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? format.instant(value) : value;
}

function pairWords(value: object, format: Format, t: Translate): string {
  const pairs = Object.entries(value).map(([name, each]) => `${name}: ${valueWords(each, format, t)}`);
  return pairs.join(', ') || MISSING;
}
