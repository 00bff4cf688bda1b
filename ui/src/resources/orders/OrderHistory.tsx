import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import type { Column } from '~/components/ListPage.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import type { StatusChange, WholeOrder } from './types.ts';

export function OrderHistory({ order }: { order: WholeOrder }) {
  const t = useT();
  const columns: Column<StatusChange>[] = [
    {
      name: 'changed_at',
      label: t('orders.when'),
      main: true,
      render: (row) => <DateTime value={row.changed_at} />,
    },
    {
      name: 'before',
      label: t('orders.before'),
      render: (row) => (row.before ? <StateChip state={row.before} quiet /> : MISSING),
    },
    { name: 'after', label: t('orders.after'), render: (row) => <StateChip state={row.after} quiet /> },
    { name: 'actor', label: t('orders.by'), render: (row) => actorWords(row.actor, t) },
    { name: 'why', label: t('orders.why'), render: (row) => row.why || MISSING },
  ];
  return <ReportTable label={t('orders.history')} columns={columns} rows={order.status_changes} />;
}
