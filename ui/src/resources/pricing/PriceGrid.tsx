import Button from '@mui/material/Button';
import { Percent, Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { List } from '~/components/list/List.tsx';
import type { BulkAction } from '~/components/list/types.ts';
import { useT } from '~/i18n/useT.ts';
import { categories } from '~/resources/catalog/sources.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { AdjustDialog } from './AdjustDialog.tsx';
import { PriceHistoryDialog } from './PriceHistoryDialog.tsx';
import { usePriceColumns } from './priceColumns.tsx';
import { SetPriceDialog } from './SetPriceDialog.tsx';
import { type Price, type Prices, pricesPath } from './types.ts';

type Open =
  | { what: 'set' }
  | { what: 'adjust'; ids: number[] | null; clear: () => void }
  | { what: 'history'; price: Price };

/** The prices of a list, or the products' own: to be changed where they stand, adjusted together, or read of a past day. */
export function PriceGrid({ list }: Prices) {
  const t = useT();
  const format = useFormat();
  const [params] = useSearchParams();
  const at = params.get('at');
  const may = useCan('pricing.edit') && !at;
  const [open, setOpen] = useState<Open | null>(null);
  const columns = usePriceColumns({ list }, may, (price) => setOpen({ what: 'history', price }));
  const filters = [
    {
      name: 'category_id',
      label: t('pricing.field.category'),
      kind: 'pick' as const,
      source: categories,
    },
    { name: 'at', label: t('pricing.field.at'), kind: 'day' as const },
  ];
  const adjust: BulkAction = {
    name: 'adjust',
    label: t('pricing.adjust.button'),
    icon: Percent,
    rowsOnly: true,
    onAct: (selection, clear) =>
      setOpen({ what: 'adjust', ids: selection.all ? null : selection.ids.map(Number), clear }),
  };
  const close = () => setOpen(null);
  return (
    <>
      {at && (
        <p role="status" style={{ margin: '0 0 12px', fontSize: '0.8125rem' }}>
          {t('pricing.prices.at_note', { day: format.day(at) })}
        </p>
      )}
      <List<Price>
        resource="prices"
        path={pricesPath({ list })}
        label={list?.name ?? t('pricing.pages.own')}
        columns={columns}
        defaultSort="name"
        search={t('pricing.prices.search')}
        filters={filters}
        bulk={may ? [adjust] : []}
        exports={null}
        tools={
          <Tools
            list={list}
            may={may}
            onAdjust={() => setOpen({ what: 'adjust', ids: null, clear: () => undefined })}
            onSet={() => setOpen({ what: 'set' })}
          />
        }
        empty={
          <EmptyState
            title={t(list ? 'pricing.prices.none' : 'pricing.prices.none_own')}
            text={t(list ? 'pricing.prices.none_text' : 'pricing.prices.none_own_text')}
          >
            {may && <ImportButton list={list} />}
            {may && list && <SetButton onSet={() => setOpen({ what: 'set' })} />}
          </EmptyState>
        }
      />
      {open?.what === 'set' && list && <SetPriceDialog list={list} onClose={close} />}
      {open?.what === 'adjust' && (
        <AdjustDialog
          list={list}
          ids={open.ids}
          onClose={close}
          onDone={() => {
            open.clear();
            close();
          }}
        />
      )}
      {open?.what === 'history' && <PriceHistoryDialog list={list} price={open.price} onClose={close} />}
    </>
  );
}

interface ToolsProps extends Pick<Prices, 'list'> {
  may: boolean;
  onAdjust: () => void;
  onSet: () => void;
}

function Tools({ list, may, onAdjust, onSet }: ToolsProps) {
  const t = useT();
  const [params] = useSearchParams();
  const asked = ['q', 'category_id', 'at', 'sort'].map((name) => [name, params.get(name)] as const);
  return (
    <>
      <ExportButton
        path="pricing/prices/export"
        query={{ ...Object.fromEntries(asked), price_list_id: list?.id }}
      />
      {may && <ImportButton list={list} />}
      {may && (
        <Button startIcon={<Percent size={16} strokeWidth={1.7} />} onClick={onAdjust}>
          {t('pricing.adjust.button')}
        </Button>
      )}
      {may && list && <SetButton onSet={onSet} />}
    </>
  );
}

function ImportButton({ list }: Prices) {
  const t = useT();
  const may = useCan('imports.create');
  const to = `/prices/import/prices${list ? `?${new URLSearchParams({ list: list.name })}` : ''}`;
  if (!may) return null;
  return (
    <Button component={Link} to={to} startIcon={<Upload size={16} strokeWidth={1.7} />}>
      {t('pricing.import_button')}
    </Button>
  );
}

function SetButton({ onSet }: { onSet: () => void }) {
  const t = useT();
  return (
    <Button startIcon={<Plus size={16} strokeWidth={2} />} onClick={onSet}>
      {t('pricing.prices.add_title')}
    </Button>
  );
}
