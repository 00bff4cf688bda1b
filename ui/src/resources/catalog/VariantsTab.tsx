import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { useProductColumns } from './productColumns.tsx';
import type { Product } from './types.ts';
import { useProductBulk } from './useProductBulk.tsx';

const left = ['brand', 'category', 'tags', 'variants'];

/** The sizes and colours a product is sold in. */
export default function VariantsTab({ product }: { product: Product }) {
  const t = useT();
  const may = useCan('catalog.create');
  const { bulk, dialog } = useProductBulk();
  const options: Column<Product> = {
    name: 'options',
    label: t('catalog.field.options'),
    sortable: false,
    minWidth: 140,
    render: (row) =>
      Object.entries(row.option_values)
        .map(([option, value]) => `${option}: ${value}`)
        .join(', ') || MISSING,
  };
  const [name, ...others] = useProductColumns().filter((column) => !left.includes(column.name));
  const add = may && (
    <Button
      component={Link}
      to={`/products/new?parent=${product.id}`}
      startIcon={<Plus size={16} strokeWidth={2} />}
    >
      {t('catalog.variants.add')}
    </Button>
  );
  return (
    <>
      <List<Product>
        resource="products"
        always={{ parent_id: product.id }}
        label={t('catalog.tab.variants')}
        columns={name ? [name, options, ...others] : others}
        defaultSort="sku"
        search={t('catalog.variants.search')}
        rowLink={({ id }) => `/products/${id}`}
        bulk={bulk.map((action) => ({ ...action, rowsOnly: true }))}
        tools={add}
        empty={
          <EmptyState title={t('catalog.variants.none')} text={t('catalog.variants.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {dialog}
    </>
  );
}
