import { Link } from 'react-router';
import type { Column } from '~/components/ListPage.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFeature, useFormat } from '~/session/useMe.ts';
import type { Line, WholeOrder } from './types.ts';

export function OrderLines({ order }: { order: WholeOrder }) {
  const t = useT();
  const format = useFormat();
  const explains = useFeature('attribution');
  const columns: Column<Line>[] = [
    {
      name: 'name',
      label: t('orders.product'),
      main: true,
      render: (row) =>
        row.product_id ? (
          <Link to={`/products/${row.product_id}`}>{row.name || row.sku}</Link>
        ) : (
          row.name || row.sku
        ),
    },
    {
      name: 'sku',
      label: 'SKU',
      render: (row) =>
        row.product_id || row.kind !== 'product' ? row.sku : t('orders.unknown_sku', { sku: row.sku }),
    },
    {
      name: 'quantity',
      label: t('orders.quantity'),
      numeric: true,
      render: (row) => format.integer(row.quantity),
    },
    {
      name: 'unit_price',
      label: t('orders.unit_price'),
      numeric: true,
      render: (row) => format.money(row.unit_price),
    },
    {
      name: 'discount',
      label: t('orders.discount'),
      numeric: true,
      render: (row) => format.money(row.discount),
    },
    { name: 'total', label: t('orders.line_total'), numeric: true, render: (row) => format.money(row.total) },
    {
      name: 'refunded',
      label: t('orders.came_back'),
      numeric: true,
      render: (row) => (row.refunded_quantity ? format.integer(row.refunded_quantity) : MISSING),
    },
    {
      name: 'cost',
      label: t('orders.unit_cost'),
      numeric: true,
      render: (row) => (row.unit_cost ? format.money(row.unit_cost) : MISSING),
    },
    {
      name: 'explain',
      label: t('orders.credit'),
      render: (row) =>
        explains && row.kind === 'product' && row.product_id ? (
          <Link to={`/explain?order_item_id=${row.id}`}>{t('orders.explain')}</Link>
        ) : (
          MISSING
        ),
    },
  ];
  return (
    <ReportTable
      label={t('orders.lines')}
      columns={columns}
      rows={order.items}
      totals={{ discount: format.money(order.discount), total: format.money(order.total) }}
    />
  );
}
