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
import { useFormat, useMe } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';

type Entry = Shape<'AuditShape'>;

/** Who did what with the campaign, the newest first. */
export default function LogTab({ campaign }: { campaign: AdCampaign }) {
  const t = useT();
  const query = { subject_kind: 'ad_campaign', subject_id: campaign.id };
  const { rows, error, isPending, refetch, more } = useCursorRows<Entry>('audit', query);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (isPending) return <PageWait />;
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('ads.log.none')} />
      </Panel>
    );
  }
  return (
    <>
      <ReportTable
        label={t('ads.tab.log')}
        rows={rows}
        columns={[
          {
            name: 'action',
            label: t('ads.log.action'),
            main: true,
            render: (entry) => actionWords(entry.action, t),
          },
          {
            name: 'changes',
            label: t('ads.log.changes'),
            render: (entry) => <Changes entry={entry} />,
          },
          { name: 'actor', label: t('ads.history.actor'), render: (entry) => actorWords(entry.actor, t) },
          { name: 'at', label: t('ads.log.at'), render: (entry) => <DateTime value={entry.at} relative /> },
        ]}
      />
      <MoreButton more={more} />
    </>
  );
}

/** `ad_campaign.products_added` in words. */
function actionWords(action: string, t: Translate): string {
  const key = `ads.log.${action.replace('.', '_')}` as Parameters<Translate>[0];
  return t(key, { _: action.replace(/[._]/g, ' ') });
}

/** Each field that differs: what it was → what it is. */
function Changes({ entry }: { entry: Entry }) {
  const t = useT();
  const format = useFormat();
  const currency = useMe().tenant?.currency ?? 'EUR';
  const [before, after] = [entry.before ?? {}, entry.after ?? {}];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name] || null) !== JSON.stringify(after[name] || null),
  );
  const word = (name: string) => t(`ads.log.field.${name}` as Parameters<Translate>[0], { _: name });
  const show = (name: string, value: unknown) =>
    name === 'budget_minor' && typeof value === 'number'
      ? format.money({ amount: value, currency })
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

function valueWords(value: unknown, format: Format, t: Translate): string {
  if (value === null || value === undefined || value === '') return MISSING;
  if (typeof value === 'number') return format.integer(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return format.instant(value);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value);
  for (const known of ['state', 'ads.platform', 'ads.budget_type']) {
    const words = t(`${known}.${value}` as Parameters<Translate>[0], { _: '' });
    if (words) return words;
  }
  return value;
}
