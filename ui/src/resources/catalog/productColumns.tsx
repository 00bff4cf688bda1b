import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import type { Column } from '~/components/list/types.ts';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { lessCost } from './margin.ts';
import type { Product } from './types.ts';

export const productState = ({ active }: Pick<Product, 'active'>) => (active ? 'active' : 'archived');

/** The columns of products; names are those the API sorts by. */
export function useProductColumns(): Column<Product>[] {
  const t = useT();
  const format = useFormat();
  const more: Partial<Column<Product>> = { sortable: false };
  return [
    {
      name: 'name',
      label: t('catalog.field.name'),
      main: true,
      render: (row) => <Link to={`/products/${row.id}`}>{row.name}</Link>,
    },
    { name: 'sku', label: t('catalog.field.sku'), width: 150, render: (row) => row.sku },
    { name: 'brand', label: t('catalog.field.brand'), width: 120, render: (row) => row.brand ?? MISSING },
    {
      ...more,
      name: 'category',
      label: t('catalog.field.category'),
      minWidth: 120,
      render: (row) => <span title={row.category?.path}>{row.category?.name ?? MISSING}</span>,
    },
    {
      ...more,
      name: 'tags',
      label: t('catalog.field.tags'),
      minWidth: 110,
      render: (row) => row.tags.join(', ') || MISSING,
    },
    {
      name: 'price',
      label: t('catalog.field.price'),
      numeric: true,
      width: 110,
      render: (row) =>
        row.variants > 0 ? (
          <span title={t('catalog.sold_through_variants')}>{format.money(row.price)}</span>
        ) : (
          format.money(row.price)
        ),
    },
    {
      name: 'cost',
      label: t('catalog.field.cost'),
      numeric: true,
      width: 110,
      render: (row) => <Link to={`/products/${row.id}?tab=costs`}>{format.money(row.cost)}</Link>,
    },
    {
      ...more,
      name: 'less_cost',
      label: t('catalog.field.less_cost'),
      numeric: true,
      width: 100,
      render: (row) => <LessCost product={row} />,
    },
    {
      ...more,
      name: 'variants',
      label: t('catalog.field.variants'),
      numeric: true,
      width: 90,
      hidden: true,
      render: (row) =>
        row.variants > 0 ? (
          <Link to={`/products/${row.id}?tab=variants`}>{format.integer(row.variants)}</Link>
        ) : (
          MISSING
        ),
    },
    {
      ...more,
      name: 'tax_rate',
      label: t('catalog.field.tax_rate'),
      numeric: true,
      width: 80,
      hidden: true,
      render: (row) => format.percent(row.tax_rate === null ? null : Number(row.tax_rate) / 100),
    },
    {
      ...more,
      name: 'barcode',
      label: t('catalog.field.barcode'),
      width: 140,
      hidden: true,
      render: (row) => row.barcode ?? MISSING,
    },
    {
      name: 'active',
      label: t('catalog.field.status'),
      width: 110,
      render: (row) => <StateChip state={productState(row)} quiet />,
    },
    {
      name: 'created_at',
      label: t('catalog.field.added'),
      width: 150,
      hidden: true,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
    {
      name: 'updated_at',
      label: t('catalog.field.updated'),
      width: 150,
      hidden: true,
      render: (row) => <DateTime value={row.updated_at} relative />,
    },
  ];
}

/** A share of the price; told apart where it is below zero. */
function LessCost({ product }: { product: Product }) {
  const format = useFormat();
  const share = lessCost(product)?.share;
  const below = share != null && share < 0;
  return (
    <span style={below ? { color: 'var(--souk-palette-bad-text)' } : undefined}>{format.percent(share)}</span>
  );
}
