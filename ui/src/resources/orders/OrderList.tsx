import Button from '@mui/material/Button';
import { FileUp } from 'lucide-react';
import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { type Column, ListPage } from '~/components/ListPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { kept } from './kept.ts';
import { marketplaceName } from './marketplace.ts';
import type { Order } from './types.ts';

const TABS = [
  'pending',
  'confirmed',
  'processing',
  'shipped',
  'delivered',
  'completed',
  'partially_refunded',
  'refunded',
  'cancelled',
] as const;

export function OrderList() {
  const t = useT();
  const format = useFormat();
  const mayImport = useCan('orders.create');
  const columns: Column<Order>[] = [
    { name: 'number', label: t('orders.number'), main: true, sortable: true, render: (row) => row.number },
    {
      name: 'placed_at',
      label: t('orders.placed'),
      width: 150,
      sortable: true,
      render: (row) => <DateTime value={row.placed_at} relative />,
    },
    {
      name: 'contact',
      label: t('orders.buyer'),
      minWidth: 160,
      sortable: false,
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
      name: 'marketplace',
      label: t('orders.marketplace'),
      width: 130,
      sortable: false,
      render: (row) => marketplaceName(row.marketplace, t),
    },
    {
      name: 'units',
      label: t('orders.units'),
      numeric: true,
      width: 80,
      sortable: false,
      render: (row) => format.integer(row.units),
    },
    {
      name: 'total',
      label: t('orders.total'),
      numeric: true,
      width: 120,
      sortable: true,
      render: (row) => format.money(row.total),
    },
    {
      name: 'net',
      label: t('orders.kept'),
      numeric: true,
      width: 120,
      sortable: false,
      render: (row) => format.money(kept(row)),
    },
    {
      name: 'country',
      label: t('orders.country'),
      width: 90,
      hidden: true,
      sortable: false,
      render: (row) => row.country ?? MISSING,
    },
  ];
  return (
    <ListPage<Order>
      resource="orders"
      title={t('frame.nav.orders')}
      columns={columns}
      defaultSort="-placed_at"
      search={t('orders.search')}
      tabs={{ name: 'status', tabs: TABS.map((value) => ({ value, label: t(`state.${value}`) })) }}
      filters={[
        { name: 'from', label: t('orders.from'), kind: 'day' },
        { name: 'to', label: t('orders.to'), kind: 'day' },
        { name: 'marketplace', label: t('orders.marketplace'), kind: 'text' },
        { name: 'country', label: t('orders.country'), kind: 'text' },
        { name: 'unresolved', label: t('orders.unresolved'), kind: 'flag' },
      ]}
      rowLink={(row) => `/orders/${row.id}`}
      exports={{ path: 'orders/export' }}
      live="order."
      actions={
        mayImport && (
          <>
            <Button component={Link} to="/orders/unresolved">
              {t('orders.unresolved')}
            </Button>
            <Button component={Link} to="/orders/import" startIcon={<FileUp size={16} />}>
              {t('orders.import')}
            </Button>
          </>
        )
      }
      empty={<EmptyState title={t('orders.none')} text={t('orders.none_text')} />}
    />
  );
}
