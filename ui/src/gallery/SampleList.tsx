import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { Sparkline } from '~/components/charts/Sparkline.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { type Column, ListPage } from '~/components/ListPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useFormat } from '~/session/useMe.ts';
import type { SampleProduct } from './samples.ts';

const statuses = ['published', 'pending', 'warning', 'error', 'paused'].map((value) => ({
  value,
  label: value,
}));

export default function SampleList() {
  const format = useFormat();
  const columns: Column<SampleProduct>[] = [
    { name: 'sku', label: 'SKU', width: 110, render: (row) => row.sku },
    { name: 'name', label: 'Product', main: true, render: (row) => row.name },
    { name: 'status', label: 'State', width: 130, render: (row) => <StateChip state={row.status} quiet /> },
    { name: 'price', label: 'Price', numeric: true, width: 110, render: (row) => format.money(row.price) },
    { name: 'stock', label: 'Stock', numeric: true, width: 90, render: (row) => format.integer(row.stock) },
    { name: 'sold', label: 'Sold', numeric: true, width: 90, render: (row) => format.integer(row.sold) },
    {
      name: 'trend',
      label: 'Trend',
      width: 120,
      sortable: false,
      render: (row) => <Sparkline values={row.trend} show={format.integer} />,
    },
    {
      name: 'changed_at',
      label: 'Changed',
      width: 150,
      render: (row) => <DateTime value={row.changed_at} relative />,
    },
  ];
  return (
    <ListPage<SampleProduct>
      resource="samples"
      title="Products"
      columns={columns}
      defaultSort="name"
      search="Name or SKU"
      filters={[
        { name: 'brand', label: 'Brand', kind: 'choice', choices: [{ value: 'a', label: 'Brand A' }] },
        { name: 'active', label: 'Active', kind: 'flag' },
        { name: 'since', label: 'Changed since', kind: 'day' },
      ]}
      tabs={{ name: 'status', tabs: statuses }}
      rowLink={(row) => `/_gallery/detail?sku=${row.sku}`}
      bulk={[
        { name: 'pause', label: 'Pause', onAct: (_, clear) => clear() },
        { name: 'remove', label: 'Remove', danger: true, onAct: (_, clear) => clear() },
      ]}
      exports={{ path: 'samples/export' }}
      live="product."
      actions={
        <Button variant="contained" startIcon={<Plus size={16} />}>
          New product
        </Button>
      }
    />
  );
}
