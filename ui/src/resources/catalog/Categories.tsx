import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { type Column, ListPage } from '~/components/ListPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { CategoryDialog } from './CategoryDialog.tsx';
import { MoveProductsDialog } from './MoveProductsDialog.tsx';
import { RowMenu } from './RowMenu.tsx';
import { categories } from './sources.ts';
import type { Category } from './types.ts';

type Open =
  | { what: 'new'; below: Category | null }
  | { what: 'edit' | 'move' | 'delete'; category: Category };

/** The tree of categories, with what lies in each. */
export default function Categories() {
  const t = useT();
  const may = useCan('catalog.create');
  const [open, setOpen] = useState<Open | null>(null);
  const add = may && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setOpen({ what: 'new', below: null })}
    >
      {t('catalog.category.new')}
    </Button>
  );
  return (
    <>
      <ListPage<Category>
        resource="categories"
        title={t('catalog.categories')}
        crumbs={[{ label: t('frame.nav.products'), to: '/products' }]}
        actions={add}
        columns={useColumns(setOpen)}
        filters={[
          { name: 'parent_id', label: t('catalog.category.parent'), kind: 'pick', source: categories },
        ]}
        defaultSort="path"
        search={t('catalog.category.search')}
        empty={
          <EmptyState title={t('catalog.category.none')} text={t('catalog.category.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {open && <CategoryDialogs open={open} onClose={() => setOpen(null)} />}
    </>
  );
}

const STEP = 20;

function useColumns(onOpen: (open: Open) => void): Column<Category>[] {
  const t = useT();
  const format = useFormat();
  const may = {
    create: useCan('catalog.create'),
    edit: useCan('catalog.edit'),
    delete: useCan('catalog.delete'),
  };
  const items = (category: Category) => [
    ...(may.edit
      ? [{ label: t('catalog.category.edit'), onPick: () => onOpen({ what: 'edit', category }) }]
      : []),
    ...(may.create
      ? [{ label: t('catalog.category.new_below'), onPick: () => onOpen({ what: 'new', below: category }) }]
      : []),
    ...(may.edit && category.products > 0
      ? [{ label: t('catalog.category.merge'), onPick: () => onOpen({ what: 'move', category }) }]
      : []),
    ...(may.delete
      ? [
          {
            label: t('action.delete'),
            danger: true,
            disabled: category.products + category.children > 0,
            note: t('catalog.category.not_empty'),
            onPick: () => onOpen({ what: 'delete', category }),
          },
        ]
      : []),
  ];
  return [
    {
      name: 'path',
      label: t('catalog.field.category'),
      main: true,
      render: (row) => (
        <Link
          to={`/products?category_id=${row.id}`}
          title={row.path}
          style={{ paddingLeft: (row.depth - 1) * STEP }}
        >
          {row.name}
        </Link>
      ),
    },
    {
      name: 'products',
      label: t('catalog.field.products'),
      numeric: true,
      sortable: false,
      width: 120,
      render: (row) => <Link to={`/products?category_id=${row.id}`}>{format.integer(row.products)}</Link>,
    },
    {
      name: 'children',
      label: t('catalog.category.below'),
      numeric: true,
      sortable: false,
      width: 120,
      render: (row) =>
        row.children > 0 ? (
          <Link to={`?parent_id=${row.id}`}>{format.integer(row.children)}</Link>
        ) : (
          format.integer(0)
        ),
    },
    {
      name: 'act',
      label: t('catalog.field.acts'),
      sortable: false,
      width: 90,
      render: (row): ReactNode => <RowMenu name={row.name} items={items(row)} />,
    },
  ];
}

function CategoryDialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open.what === 'new') return <CategoryDialog below={open.below} onClose={onClose} />;
  const { category } = open;
  if (open.what === 'edit') return <CategoryDialog category={category} onClose={onClose} />;
  if (open.what === 'move') return <MoveProductsDialog category={category} onClose={onClose} />;
  return <DeleteCategory category={category} onClose={onClose} />;
}

function DeleteCategory({ category, onClose }: { category: Category; onClose: () => void }) {
  const t = useT();
  const { act, busy } = useAct();
  const { id, name } = category;
  const remove = () =>
    act({
      method: 'DELETE',
      path: `catalog/categories/${id}`,
      done: t('catalog.category.deleted', { name }),
      refresh: ['categories'],
    })
      .catch(() => undefined)
      .then(onClose);
  return (
    <ConfirmDialog
      title={t('catalog.category.delete_title', { name })}
      text={t('catalog.category.delete_text')}
      verb={t('catalog.category.delete_verb')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
