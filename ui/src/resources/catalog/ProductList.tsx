import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { FolderTree, Plus, Tags, Upload } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { type Filter, ListPage } from '~/components/ListPage.tsx';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { importKinds } from './imports.ts';
import { useProductColumns } from './productColumns.tsx';
import { brands, categories, tags } from './sources.ts';
import type { Product } from './types.ts';
import { useProductBulk } from './useProductBulk.tsx';

const kinds = ['single', 'parent', 'variant'] as const;

/** Everything there is to sell, and what is not sold any more. */
export function ProductList() {
  const t = useT();
  const columns = useProductColumns();
  const filters = useFilters();
  const { bulk, dialog } = useProductBulk();
  return (
    <>
      <ListPage<Product>
        resource="products"
        title={t('frame.nav.products')}
        actions={<ListActions />}
        columns={columns}
        defaultSort="name"
        search={t('catalog.search')}
        tabs={{
          name: 'active',
          tabs: [
            { value: 'true', label: t('state.active') },
            { value: 'false', label: t('state.archived') },
          ],
        }}
        filters={filters}
        rowLink={({ id }) => `/products/${id}`}
        bulk={bulk}
        exports={{ path: 'catalog/products/export' }}
        empty={
          <EmptyState title={t('catalog.none')} text={t('catalog.none_text')}>
            <ImportButton />
            <NewButton />
          </EmptyState>
        }
      />
      {dialog}
    </>
  );
}

function useFilters(): Filter[] {
  const t = useT();
  const flags = ['has_price', 'has_cost', 'has_category'] as const;
  return [
    { name: 'category_id', label: t('catalog.field.category'), kind: 'pick', source: categories },
    { name: 'brand', label: t('catalog.field.brand'), kind: 'pick', source: brands },
    { name: 'tag', label: t('catalog.field.tag'), kind: 'pick', source: tags },
    {
      name: 'kind',
      label: t('catalog.field.kind'),
      kind: 'choice',
      choices: kinds.map((value) => ({ value, label: t(`catalog.kind.${value}`) })),
    },
    ...flags.map((name) => ({ name, label: t(`catalog.filter.${name}`), kind: 'flag' as const })),
  ];
}

function ListActions() {
  const t = useT();
  return (
    <>
      <Button
        component={Link}
        to="/products/categories"
        startIcon={<FolderTree size={16} strokeWidth={1.7} />}
      >
        {t('catalog.categories')}
      </Button>
      <Button component={Link} to="/products/tags" startIcon={<Tags size={16} strokeWidth={1.7} />}>
        {t('catalog.tags')}
      </Button>
      <ImportButton />
      <NewButton />
    </>
  );
}

function ImportButton() {
  const t = useT();
  const may = [useCan('imports.create'), useCan('catalog.create')].every(Boolean);
  if (!may) return null;
  return (
    <MenuButton
      button={(props) => (
        <Button {...props} startIcon={<Upload size={16} strokeWidth={1.7} />}>
          {t('catalog.import_button')}
        </Button>
      )}
    >
      {(close) =>
        importKinds.map((kind) => (
          <MenuItem key={kind} component={Link} to={`/products/import/${kind}`} onClick={close}>
            {t(`catalog.import.${kind}`)}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}

function NewButton() {
  const t = useT();
  const may = useCan('catalog.create');
  if (!may) return null;
  return (
    <Button
      component={Link}
      to="/products/new"
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
    >
      {t('catalog.new')}
    </Button>
  );
}
