import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { type Translate, useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

type Entry = Shape<'EntryShape'>;

const UNITS_SCALE = 10_000;

/** What the ledger says of a line: nothing is ever changed in it, only added. */
export function Ledger({ entries, campaigns }: { entries: Entry[]; campaigns: Shape<'CampaignVerdict'>[] }) {
  const t = useT();
  const format = useFormat();
  const names = new Map(campaigns.map(({ campaign_id, name }) => [campaign_id, name]));
  const money = (amount: number | null, currency: string) =>
    format.money(amount === null ? null : { amount, currency });
  if (entries.length === 0) {
    return (
      <div style={{ marginTop: 16 }}>
        <Panel title={t('reports.ledger.title')}>
          <EmptyState small title={t('reports.ledger.none')} text={t('reports.ledger.none_text')} />
        </Panel>
      </div>
    );
  }
  return (
    <div style={{ marginTop: 16 }}>
      <ReportTable
        title={t('reports.ledger.title')}
        label={t('reports.ledger.title')}
        rows={entries}
        columns={[
          {
            name: 'campaign',
            label: t('reports.col.campaign'),
            main: true,
            render: (entry) => (
              <Link to={`/ads/${entry.campaign_id}`}>
                {names.get(entry.campaign_id) ?? entry.campaign_id}
              </Link>
            ),
          },
          { name: 'kind', label: t('reports.ledger.kind'), render: (entry) => known(t, 'kind', entry.kind) },
          { name: 'cause', label: t('reports.ledger.cause'), render: (entry) => cause(t, entry.cause) },
          {
            name: 'sale_at',
            label: t('reports.ledger.sale_at'),
            render: (entry) => <DateTime value={entry.sale_at} />,
          },
          {
            name: 'recorded_at',
            label: t('reports.ledger.recorded_at'),
            render: (entry) => <DateTime value={entry.recorded_at} />,
          },
          {
            name: 'matched',
            label: t('reports.ledger.matched'),
            numeric: true,
            render: (entry) => format.integer(entry.matched),
          },
          {
            name: 'units',
            label: t('reports.ledger.units_split'),
            numeric: true,
            render: (entry) => format.decimal(entry.units_split_e4 / UNITS_SCALE, 4),
          },
          {
            name: 'split',
            label: t('reports.ledger.revenue_split'),
            numeric: true,
            render: (entry) => money(entry.revenue_split, entry.currency),
          },
          {
            name: 'full',
            label: t('reports.ledger.revenue_full'),
            numeric: true,
            render: (entry) => money(entry.revenue_full, entry.currency),
          },
          {
            name: 'profit',
            label: t('reports.ledger.profit_split'),
            numeric: true,
            render: (entry) => money(entry.profit_split, entry.currency),
          },
          {
            name: 'run',
            label: t('reports.ledger.run'),
            numeric: true,
            render: (entry) => format.integer(entry.run_id),
          },
        ]}
      />
    </div>
  );
}

/** `refund:12` is the refund of that number. */
function cause(t: Translate, text: string): string {
  const [name = '', number] = text.split(':');
  return number ? `${known(t, 'cause', name)} ${number}` : known(t, 'cause', name);
}

function known(t: Translate, group: 'kind' | 'cause', word: string): string {
  return t(`reports.ledger.${group}_${word}` as Parameters<Translate>[0], { _: word });
}
