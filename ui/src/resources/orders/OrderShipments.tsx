import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { WholeOrder } from './types.ts';

/** The parcels of an order. */
export function OrderShipments({ order }: { order: WholeOrder }) {
  const t = useT();
  const format = useFormat();
  if (order.shipments.length === 0)
    return (
      <Panel>
        <EmptyState small title={t('orders.no_shipments')} text={t('orders.no_shipments_text')} />
      </Panel>
    );
  return (
    <ReportTable
      label={t('orders.shipments')}
      rows={order.shipments}
      columns={[
        {
          name: 'shipped_at',
          label: t('orders.when'),
          main: true,
          render: (row) => <DateTime value={row.shipped_at} />,
        },
        { name: 'carrier', label: t('orders.carrier'), render: (row) => row.carrier ?? MISSING },
        {
          name: 'tracking',
          label: t('orders.tracking'),
          render: (row) =>
            row.tracking_url && /^https?:/.test(row.tracking_url) ? (
              <a href={row.tracking_url} target="_blank" rel="noopener noreferrer">
                {row.tracking_number ?? row.tracking_url}
              </a>
            ) : (
              (row.tracking_number ?? MISSING)
            ),
        },
        {
          name: 'units',
          label: t('orders.units'),
          numeric: true,
          render: (row) => format.integer(row.lines.reduce((sum, line) => sum + line.quantity, 0)),
        },
      ]}
    />
  );
}
