import Button from '@mui/material/Button';
import { Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { useCurrencyChoices } from './currencies.ts';
import { PriceListDialog } from './PriceListDialog.tsx';
import { PricesPages } from './PricesPages.tsx';
import type { PriceList } from './types.ts';

const kinds = ['primary', 'sale'] as const;

/** Sets of prices, each in one currency. */
export function PriceLists() {
  const t = useT();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const currencies = useCurrencyChoices();
  const may = useCan('pricing.create');
  const mayImport = [useCan('imports.create'), useCan('pricing.edit')].every(Boolean);
  useLiveRefresh('price_list.', ['price-lists']);
  const add = may && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setMaking(true)}
    >
      {t('pricing.lists.new')}
    </Button>
  );
  return (
    <Page
      title={t('frame.nav.prices')}
      actions={
        <>
          {mayImport && (
            <Button
              component={Link}
              to="/prices/import/prices"
              startIcon={<Upload size={16} strokeWidth={1.7} />}
            >
              {t('pricing.import_button')}
            </Button>
          )}
          {add}
        </>
      }
    >
      <PricesPages open="lists" />
      <List<PriceList>
        resource="price-lists"
        label={t('pricing.pages.lists')}
        columns={useColumns()}
        defaultSort="name"
        search={t('pricing.lists.search')}
        filters={[
          {
            name: 'kind',
            label: t('pricing.field.kind'),
            kind: 'choice',
            choices: kinds.map((value) => ({ value, label: t(`pricing.kind.${value}`) })),
          },
          { name: 'currency', label: t('pricing.field.currency'), kind: 'choice', choices: currencies },
        ]}
        rowLink={({ id }) => `/prices/${id}`}
        empty={
          <EmptyState title={t('pricing.lists.none')} text={t('pricing.lists.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {making && (
        <PriceListDialog onSaved={({ id }) => navigate(`/prices/${id}`)} onClose={() => setMaking(false)} />
      )}
    </Page>
  );
}

function useColumns(): Column<PriceList>[] {
  const t = useT();
  const format = useFormat();
  return [
    {
      name: 'name',
      label: t('pricing.field.name'),
      main: true,
      render: (row) => <Link to={`/prices/${row.id}`}>{row.name}</Link>,
    },
    {
      name: 'kind',
      label: t('pricing.field.kind'),
      width: 170,
      render: (row) => t(`pricing.kind.${row.kind}`),
    },
    { name: 'currency', label: t('pricing.field.currency'), width: 110, render: (row) => row.currency },
    {
      name: 'products',
      label: t('pricing.field.products'),
      numeric: true,
      width: 120,
      render: (row) => <Link to={`/prices/${row.id}`}>{format.integer(row.products)}</Link>,
    },
    {
      name: 'created_at',
      label: t('pricing.field.added'),
      width: 160,
      hidden: true,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
    {
      name: 'updated_at',
      label: t('pricing.field.updated'),
      width: 160,
      render: (row) => <DateTime value={row.updated_at} relative />,
    },
  ];
}
