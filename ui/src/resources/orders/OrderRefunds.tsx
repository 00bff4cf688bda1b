import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import type { Column } from '~/components/ListPage.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Refund, WholeOrder } from './types.ts';

export function OrderRefunds({ order }: { order: WholeOrder }) {
  const t = useT();
  const format = useFormat();
  if (order.refunds.length === 0)
    return (
      <Panel>
        <EmptyState small title={t('orders.no_refunds')} text={t('orders.no_refunds_text')} />
      </Panel>
    );
  const columns: Column<Refund>[] = [
    { name: 'refunded_at', label: t('orders.when'), render: (row) => <DateTime value={row.refunded_at} /> },
    {
      name: 'reason',
      label: t('orders.reason'),
      main: true,
      render: (row) => row.reason || (row.of_all_that_was_left ? t('orders.all_left') : MISSING),
    },
    {
      name: 'units',
      label: t('orders.units'),
      numeric: true,
      render: (row) => format.integer(row.lines.reduce((sum, line) => sum + line.quantity, 0)),
    },
    { name: 'amount', label: t('orders.amount'), numeric: true, render: (row) => format.money(row.amount) },
    {
      name: 'voided',
      label: t('orders.taken_back'),
      render: (row) => (row.voided_at ? <DateTime value={row.voided_at} /> : MISSING),
    },
  ];
  return <ReportTable label={t('orders.refunds')} columns={columns} rows={order.refunds} />;
}
