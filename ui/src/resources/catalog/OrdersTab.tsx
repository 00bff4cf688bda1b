import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import type { Order } from '~/resources/orders/types.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Product } from './types.ts';

/** The orders with a product in them. */
export default function OrdersTab({ product }: { product: Product }) {
  const t = useT();
  const format = useFormat();
  return (
    <List<Order>
      resource="orders"
      always={{ product_id: product.id }}
      label={t('catalog.tab.orders')}
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
          name: 'contact',
          label: t('orders.buyer'),
          sortable: false,
          minWidth: 140,
          render: (row) => row.contact?.name ?? row.contact?.email ?? MISSING,
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
          width: 80,
          render: (row) => format.integer(row.units),
        },
        {
          name: 'total',
          label: t('orders.total'),
          numeric: true,
          width: 130,
          render: (row) => format.money(row.total),
        },
      ]}
      defaultSort="-placed_at"
      filters={[
        { name: 'from', label: t('orders.from'), kind: 'day' },
        { name: 'to', label: t('orders.to'), kind: 'day' },
      ]}
      rowLink={({ id }) => `/orders/${id}`}
      exports={{ path: 'orders/export' }}
      live="order."
      empty={<EmptyState title={t('catalog.orders.none')} text={t('catalog.orders.none_text')} />}
    />
  );
}
