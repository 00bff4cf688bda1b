import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { WholeContact } from './contact.ts';

type Order = Shape<'OrderShape'>;

/** What the contact has ordered, those orders too that count for nothing any more. */
export default function OrdersTab({ contact }: { contact: WholeContact }) {
  const t = useT();
  const format = useFormat();
  return (
    <List<Order>
      resource="orders"
      label={t('audience.tab.orders')}
      always={{ contact_id: contact.id }}
      defaultSort="-placed_at"
      rowLink={(row) => `/orders/${row.id}`}
      exports={{ path: 'orders/export' }}
      live="order."
      columns={[
        {
          name: 'number',
          label: t('orders.number'),
          main: true,
          render: (row) => <Link to={`/orders/${row.id}`}>{row.number}</Link>,
        },
        {
          name: 'placed_at',
          label: t('orders.placed'),
          width: 160,
          render: (row) => <DateTime value={row.placed_at} relative />,
        },
        {
          name: 'status',
          label: t('orders.status'),
          width: 170,
          sortable: false,
          render: (row) => <StateChip state={row.status} quiet />,
        },
        {
          name: 'units',
          label: t('orders.units'),
          numeric: true,
          sortable: false,
          width: 90,
          render: (row) => format.integer(row.units),
        },
        {
          name: 'total',
          label: t('orders.total'),
          numeric: true,
          width: 130,
          render: (row) => format.money(row.total),
        },
        {
          name: 'net',
          label: t('orders.kept'),
          numeric: true,
          sortable: false,
          width: 130,
          render: (row) => format.money(row.net),
        },
      ]}
      empty={<EmptyState title={t('audience.no_orders')} text={t('audience.no_orders_text')} />}
    />
  );
}
