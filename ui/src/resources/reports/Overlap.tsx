import type { Shape } from '~/api/types.ts';
import { Bar } from '~/components/Bar.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

/** By how many campaigns each item was matched. */
export function Overlap({ health }: { health: Shape<'Health'> }) {
  const t = useT();
  const format = useFormat();
  const { items } = health;
  const rows = health.overlap.distribution.map((step) => ({ id: step.matched_campaigns, ...step }));
  const share = (count: number) => (items.total > 0 ? count / items.total : 0);
  return (
    <SimpleTable
      label={t('reports.health.overlap')}
      rows={rows}
      columns={[
        {
          name: 'matched',
          label: t('reports.health.matched'),
          main: true,
          render: ({ id }) =>
            id === 0
              ? t('reports.health.matched_none')
              : t('reports.health.matched_by', { smart_count: id, count: format.integer(id) }),
        },
        {
          name: 'share',
          label: t('reports.health.share'),
          render: (row) => (
            <span style={{ display: 'flex', alignItems: 'center', gap: 8, minWidth: 120 }}>
              <span style={{ flex: 'none', width: 52, textAlign: 'right' }}>
                {format.percent(share(row.items))}
              </span>
              <Bar done={share(row.items)} failed={0} thin />
            </span>
          ),
        },
        {
          name: 'items',
          label: t('reports.col.items'),
          numeric: true,
          render: (row) => format.integer(row.items),
        },
        {
          name: 'revenue',
          label: t('reports.col.revenue'),
          numeric: true,
          render: (row) => format.money(row.revenue),
        },
      ]}
      totals={{
        matched: t('reports.total'),
        items: format.integer(items.total),
        revenue: format.money(health.revenue.total),
      }}
    />
  );
}
