import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { type Column, ListPage } from '~/components/ListPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { RowMenu } from './RowMenu.tsx';
import { TagDialog } from './TagDialog.tsx';
import type { Tag } from './types.ts';

type Open = { what: 'new' } | { what: 'rename' | 'delete'; tag: Tag };

/** The tags there are, with how many products carry each. */
export default function Tags() {
  const t = useT();
  const may = useCan('catalog.create');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const add = may && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setOpen({ what: 'new' })}
    >
      {t('catalog.tag.new')}
    </Button>
  );
  return (
    <>
      <ListPage<Tag>
        resource="tags"
        title={t('catalog.tags')}
        crumbs={[{ label: t('frame.nav.products'), to: '/products' }]}
        actions={add}
        columns={useColumns(setOpen)}
        defaultSort="name"
        search={t('catalog.tag.search')}
        empty={
          <EmptyState title={t('catalog.tag.none')} text={t('catalog.tag.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {open?.what === 'new' && <TagDialog onClose={close} />}
      {open?.what === 'rename' && <TagDialog tag={open.tag} onClose={close} />}
      {open?.what === 'delete' && <DeleteTag tag={open.tag} onClose={close} />}
    </>
  );
}

function useColumns(onOpen: (open: Open) => void): Column<Tag>[] {
  const t = useT();
  const format = useFormat();
  const may = { edit: useCan('catalog.edit'), delete: useCan('catalog.delete') };
  const carriers = ({ name }: Tag) => `/products?tag=${encodeURIComponent(name)}`;
  return [
    {
      name: 'name',
      label: t('catalog.field.tag'),
      main: true,
      render: (row) => <Link to={carriers(row)}>{row.name}</Link>,
    },
    {
      name: 'products',
      label: t('catalog.field.products'),
      numeric: true,
      width: 120,
      render: (row) => <Link to={carriers(row)}>{format.integer(row.products)}</Link>,
    },
    {
      name: 'created_at',
      label: t('catalog.field.added'),
      sortable: false,
      width: 160,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
    {
      name: 'act',
      label: t('catalog.field.acts'),
      sortable: false,
      width: 90,
      render: (tag) => (
        <RowMenu
          name={tag.name}
          items={[
            ...(may.edit
              ? [{ label: t('catalog.tag.rename'), onPick: () => onOpen({ what: 'rename', tag }) }]
              : []),
            ...(may.delete
              ? [{ label: t('action.delete'), danger: true, onPick: () => onOpen({ what: 'delete', tag }) }]
              : []),
          ]}
        />
      ),
    },
  ];
}

function DeleteTag({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct();
  const { id, name, products } = tag;
  const remove = () =>
    act({
      method: 'DELETE',
      path: `catalog/tags/${id}`,
      done: t('catalog.tag.deleted', { name }),
      refresh: ['tags', 'products'],
    })
      .catch(() => undefined)
      .then(onClose);
  return (
    <ConfirmDialog
      title={t('catalog.tag.delete_title', { name })}
      text={t('catalog.tag.delete_text', { smart_count: products, count: format.integer(products) })}
      verb={t('catalog.tag.delete_verb')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
