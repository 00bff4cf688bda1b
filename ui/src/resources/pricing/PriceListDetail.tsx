import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { lazy, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { type DetailAction, DetailPage, type DetailTab } from '~/components/DetailPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { CloneDialog } from './CloneDialog.tsx';
import { PriceGrid } from './PriceGrid.tsx';
import { PriceListDialog } from './PriceListDialog.tsx';
import type { PriceList } from './types.ts';

const RecordLog = lazy(() => import('~/resources/catalog/RecordLog.tsx'));

type Open = 'edit' | 'clone' | 'delete';

/** One price list: its prices, now or on a past day, and what was done with it. */
export default function PriceListDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<PriceList>('price-lists', { id: Number(id) });
  useLiveRefresh('price_list.', ['price-lists', 'prices']);
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.prices'), to: '/prices' }}>
      {(list) => <ListOfPrices key={id} list={list} />}
    </RecordPage>
  );
}

function ListOfPrices({ list }: { list: PriceList }) {
  const t = useT();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const seesLog = useCan('audit.read');
  const tabs: DetailTab[] = [
    { name: 'prices', label: t('pricing.tab.prices'), content: <PriceGrid list={list} /> },
    ...(seesLog
      ? [
          {
            name: 'log',
            label: t('pricing.tab.log'),
            content: <RecordLog kind="price_list" id={list.id} currency={list.currency} />,
          },
        ]
      : []),
  ];
  return (
    <>
      <DetailPage
        title={list.name}
        note={t(`pricing.kind.${list.kind}`)}
        crumbs={[{ label: t('frame.nav.prices'), to: '/prices' }]}
        actions={useActions(setOpen)}
        figures={useFigures(list)}
        tabs={tabs}
      />
      {open === 'edit' && <PriceListDialog list={list} onClose={close} />}
      {open === 'clone' && <CloneDialog list={list} onClose={close} />}
      {open === 'delete' && <DeleteList list={list} onClose={close} />}
    </>
  );
}

function useFigures(list: PriceList) {
  const t = useT();
  const format = useFormat();
  const { source_id: source } = list;
  const { data: from } = useGetOne<PriceList>(
    'price-lists',
    { id: source ?? 0 },
    { enabled: source !== null },
  );
  return [
    { label: t('pricing.field.products'), value: format.integer(list.products), to: '?tab=prices' },
    { label: t('pricing.field.currency'), value: list.currency },
    ...(source
      ? [
          {
            label: t('pricing.field.source'),
            value: <Link to={`/prices/${source}`}>{from?.name ?? source}</Link>,
          },
        ]
      : []),
    { label: t('pricing.field.updated'), value: <DateTime value={list.updated_at} relative /> },
  ];
}

function useActions(onOpen: (open: Open) => void): DetailAction[] {
  const t = useT();
  const may = {
    edit: useCan('pricing.edit'),
    clone: useCan('pricing.create'),
    delete: useCan('pricing.delete'),
  };
  const all: DetailAction[] = [
    { name: 'edit', label: t('action.edit'), icon: Pencil, onAct: () => onOpen('edit') },
    { name: 'clone', label: t('pricing.lists.clone'), icon: Copy, onAct: () => onOpen('clone') },
    {
      name: 'delete',
      label: t('pricing.lists.delete'),
      icon: Trash2,
      more: true,
      danger: true,
      onAct: () => onOpen('delete'),
    },
  ];
  return all.filter(({ name }) => may[name as Open]);
}

function DeleteList({ list, onClose }: { list: PriceList; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const { act, busy } = useAct();
  const { id, name } = list;
  async function remove() {
    try {
      await act({
        method: 'DELETE',
        path: `pricing/lists/${id}`,
        done: t('pricing.lists.deleted', { name }),
        refresh: [],
      });
      navigate('/prices');
    } catch {
      onClose();
    }
  }
  return (
    <ConfirmDialog
      title={t('pricing.lists.delete_title', { name })}
      text={t('pricing.lists.delete_text')}
      facts={[{ label: t('pricing.field.products'), value: format.integer(list.products) }]}
      verb={t('pricing.lists.delete_verb')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
