import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { type Column, ListPage } from '~/components/ListPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import type { Unresolved } from './types.ts';

type Row = Unresolved & { id: string };

/** SKUs that came with orders and that no product has: the task is to map them. */
export function UnresolvedList() {
  const t = useT();
  const format = useFormat();
  const mayMap = useCan('orders.edit');
  const [mapping, setMapping] = useState<Row | null>(null);
  const columns: Column<Row>[] = [
    { name: 'sku', label: 'SKU', main: true, sortable: false, render: (row) => row.sku },
    {
      name: 'name',
      label: t('orders.product'),
      minWidth: 160,
      sortable: false,
      render: (row) => row.name || MISSING,
    },
    {
      name: 'orders',
      label: t('frame.nav.orders'),
      numeric: true,
      width: 110,
      sortable: false,
      render: (row) => (
        <Link to={`/orders?unresolved=true&q=${encodeURIComponent(row.sku)}`}>
          {format.integer(row.orders)}
        </Link>
      ),
    },
    {
      name: 'units',
      label: t('orders.units'),
      numeric: true,
      width: 110,
      sortable: false,
      render: (row) => format.integer(row.units),
    },
    {
      name: 'last',
      label: t('orders.last_placed'),
      width: 160,
      sortable: false,
      render: (row) => <DateTime value={row.last_placed_at} relative />,
    },
    {
      name: 'map',
      label: t('orders.map'),
      width: 120,
      sortable: false,
      render: (row) =>
        mayMap && (
          <Button size="small" onClick={() => setMapping(row)}>
            {t('orders.map')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <ListPage<Row>
        resource="unresolved"
        title={t('orders.unresolved')}
        crumbs={[{ label: t('frame.nav.orders'), to: '/orders' }]}
        columns={columns}
        defaultSort=""
        search="SKU"
        empty={<EmptyState title={t('orders.all_known')} text={t('orders.all_known_text')} />}
      />
      {mapping && <MapDialog row={mapping} onClose={() => setMapping(null)} />}
    </>
  );
}

function MapDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const form = useForm<{ product_id: number | null }>({ defaultValues: { product_id: null } });
  const mayCreate = useCan('catalog.create');
  const { act, busy } = useAct<{ orders: number }>();
  const makes = useAct();
  const chosen = form.watch('product_id');
  // Orders learn of a new product by themselves.
  const create = async () => {
    await makes.act({
      path: 'catalog/products',
      body: { sku: row.sku, name: row.name || row.sku },
      done: t('orders.made_product', { sku: row.sku }),
      refresh: ['products', 'unresolved', 'orders', 'home'],
    });
    onClose();
  };
  const submit = async () => {
    await act({
      path: 'orders/unresolved/map',
      body: { sku: row.sku, product_id: Number(chosen) },
      done: ({ orders }) => t('orders.mapped', { smart_count: orders }),
      refresh: ['unresolved', 'orders', 'home'],
    });
    onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('orders.map_sku', { sku: row.sku })}</DialogTitle>
      <DialogContent>
        <p style={{ margin: '0 0 16px', fontSize: '0.8125rem', lineHeight: '19px' }}>
          {t('orders.map_text', { smart_count: row.orders, count: format.integer(row.orders) })}
        </p>
        <FormProvider {...form}>
          <ReferenceInput
            name="product_id"
            label={t('orders.product')}
            resource="products"
            required
            optionLabel={(product: Shape<'ProductShape'>) => `${product.sku} · ${product.name}`}
          />
        </FormProvider>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {t('action.cancel')}
        </Button>
        {mayCreate && (
          <Button disabled={busy || makes.busy} onClick={create}>
            {t('orders.make_product')}
          </Button>
        )}
        <Button variant="contained" disabled={busy || makes.busy || !chosen} onClick={submit}>
          {t('orders.map')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
