import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { BatchDialog } from './BatchDialog.tsx';
import type { Batch, Product } from './types.ts';

/** The deliveries of a product, the last received first. */
export default function BatchesTab({ product }: { product: Product }) {
  const t = useT();
  const may = useCan('catalog.create');
  const [editing, setEditing] = useState<Batch | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Batch | null>(null);
  const columns = useColumns(setEditing, setDeleting);
  const receive = may && (
    <Button startIcon={<Plus size={16} strokeWidth={2} />} onClick={() => setEditing('new')}>
      {t('catalog.batch.new')}
    </Button>
  );
  return (
    <>
      <List<Batch>
        resource="batches"
        always={{ product_id: product.id }}
        label={t('catalog.tab.batches')}
        columns={columns}
        defaultSort="-received_at"
        tools={receive}
        empty={
          <EmptyState title={t('catalog.batch.none')} text={t('catalog.batch.none_text')}>
            {receive}
          </EmptyState>
        }
      />
      {editing && (
        <BatchDialog
          product={product}
          batch={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {deleting && <DeleteBatch batch={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function useColumns(onEdit: (batch: Batch) => void, onDelete: (batch: Batch) => void): Column<Batch>[] {
  const t = useT();
  const format = useFormat();
  const may = { edit: useCan('catalog.edit'), delete: useCan('catalog.delete') };
  const acts: Column<Batch> = {
    name: 'act',
    label: t('catalog.field.acts'),
    sortable: false,
    width: 90,
    render: (row) => (
      <span data-no-row-click style={{ display: 'inline-flex', position: 'relative' }}>
        {may.edit && (
          <IconButton
            size="small"
            aria-label={t('catalog.batch.edit', { code: row.code })}
            onClick={() => onEdit(row)}
          >
            <Pencil size={15} strokeWidth={1.7} />
          </IconButton>
        )}
        {may.delete && (
          <IconButton
            size="small"
            aria-label={t('catalog.batch.delete', { code: row.code })}
            onClick={() => onDelete(row)}
          >
            <Trash2 size={15} strokeWidth={1.7} />
          </IconButton>
        )}
      </span>
    ),
  };
  return [
    { name: 'code', label: t('catalog.batch.code'), main: true, render: (row) => row.code },
    {
      name: 'cost',
      label: t('catalog.field.cost'),
      numeric: true,
      width: 140,
      render: (row) => format.money(row.cost),
    },
    {
      name: 'received_at',
      label: t('catalog.field.received'),
      width: 170,
      render: (row) => <DateTime value={row.received_at} />,
    },
    {
      name: 'updated_at',
      label: t('catalog.field.updated'),
      sortable: false,
      width: 150,
      render: (row) => <DateTime value={row.updated_at} relative />,
    },
    ...(may.edit || may.delete ? [acts] : []),
  ];
}

function DeleteBatch({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const t = useT();
  const { act, busy } = useAct();
  const remove = () =>
    act({
      method: 'DELETE',
      path: `catalog/batches/${batch.id}`,
      done: t('catalog.batch.deleted', { code: batch.code }),
      refresh: ['batches', 'audit'],
    })
      .catch(() => undefined)
      .then(onClose);
  return (
    <ConfirmDialog
      title={t('catalog.batch.delete_title', { code: batch.code })}
      text={t('catalog.batch.delete_text')}
      verb={t('catalog.batch.delete_verb')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
