import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Plus, Search, Trash2, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import { DateTime, Day } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column, Filter } from '~/components/list/types.ts';
import { Page } from '~/components/Page.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { useCurrencyChoices } from './currencies.ts';
import { FindRateDialog } from './FindRateDialog.tsx';
import { PricesPages } from './PricesPages.tsx';
import { RateDialog } from './RateDialog.tsx';
import type { Rate } from './types.ts';

const sources = ['entered', 'imported', 'ecb'] as const;

/** What currencies were worth on which day. */
export default function Rates() {
  const t = useT();
  const may = useCan('pricing.edit');
  const mayImport = useCan('imports.create') && may;
  const [open, setOpen] = useState<'enter' | 'find' | null>(null);
  const enter = may && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setOpen('enter')}
    >
      {t('pricing.rates.new')}
    </Button>
  );
  const bring = mayImport && (
    <Button component={Link} to="/prices/import/rates" startIcon={<Upload size={16} strokeWidth={1.7} />}>
      {t('pricing.import_button')}
    </Button>
  );
  return (
    <Page
      title={t('frame.nav.prices')}
      actions={
        <>
          <Button startIcon={<Search size={16} strokeWidth={1.7} />} onClick={() => setOpen('find')}>
            {t('pricing.rates.find')}
          </Button>
          {bring}
          {enter}
        </>
      }
    >
      <PricesPages open="rates" />
      <List<Rate>
        resource="rates"
        label={t('pricing.pages.rates')}
        columns={useColumns(may)}
        defaultSort="-day"
        filters={useFilters()}
        exports={{ path: 'pricing/rates/export' }}
        empty={
          <EmptyState title={t('pricing.rates.none')} text={t('pricing.rates.none_text')}>
            {bring}
            {enter}
          </EmptyState>
        }
      />
      {open === 'enter' && <RateDialog onClose={() => setOpen(null)} />}
      {open === 'find' && <FindRateDialog onClose={() => setOpen(null)} />}
    </Page>
  );
}

function useFilters(): Filter[] {
  const t = useT();
  const currencies = useCurrencyChoices();
  return [
    {
      name: 'from_currency',
      label: t('pricing.field.from_currency'),
      kind: 'choice',
      choices: currencies,
    },
    { name: 'to_currency', label: t('pricing.field.to_currency'), kind: 'choice', choices: currencies },
    {
      name: 'source',
      label: t('pricing.field.origin'),
      kind: 'choice',
      choices: sources.map((value) => ({ value, label: t(`pricing.rates.source.${value}`) })),
    },
    { name: 'first_day', label: t('pricing.field.first_day'), kind: 'day' },
    { name: 'last_day', label: t('pricing.field.last_day'), kind: 'day' },
  ];
}

function useColumns(may: boolean): Column<Rate>[] {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct();
  const remove = ({ id, day, from_currency, to_currency, rate, source }: Rate) =>
    act({
      method: 'DELETE',
      path: `pricing/rates/${id}`,
      done: t('pricing.rates.deleted', { day: format.day(day) }),
      // What a file said would come back as entered by hand, which it was not.
      ...(source === 'entered' && {
        undo: () => request('POST', 'pricing/rates', { body: { day, from_currency, to_currency, rate } }),
      }),
      refresh: ['rates'],
    }).catch(() => undefined);
  const acts: Column<Rate> = {
    name: 'act',
    label: t('pricing.field.acts'),
    sortable: false,
    width: 80,
    render: (row) => {
      const pair = `${row.from_currency}/${row.to_currency}`;
      return (
        <span data-no-row-click style={{ position: 'relative' }}>
          <IconButton
            size="small"
            disabled={busy}
            aria-label={t('pricing.rates.delete', { pair, day: format.day(row.day) })}
            onClick={() => void remove(row)}
          >
            <Trash2 size={15} strokeWidth={1.7} />
          </IconButton>
        </span>
      );
    },
  };
  return [
    { name: 'day', label: t('pricing.field.day'), main: true, render: (row) => <Day value={row.day} /> },
    {
      name: 'from_currency',
      label: t('pricing.field.from_currency'),
      width: 100,
      render: (row) => row.from_currency,
    },
    {
      name: 'to_currency',
      label: t('pricing.field.to_currency'),
      width: 100,
      render: (row) => row.to_currency,
    },
    {
      name: 'rate',
      label: t('pricing.field.rate'),
      numeric: true,
      width: 160,
      render: (row) => (
        <span
          title={t('pricing.rates.one_is', {
            from: row.from_currency,
            rate: format.rate(Number(row.rate)),
            to: row.to_currency,
          })}
        >
          {format.rate(Number(row.rate))}
        </span>
      ),
    },
    {
      name: 'source',
      label: t('pricing.field.origin'),
      width: 130,
      render: (row) => t(`pricing.rates.source.${row.source}`),
    },
    {
      name: 'updated_at',
      label: t('pricing.field.updated'),
      sortable: false,
      width: 160,
      render: (row) => <DateTime value={row.updated_at} relative />,
    },
    ...(may ? [acts] : []),
  ];
}
