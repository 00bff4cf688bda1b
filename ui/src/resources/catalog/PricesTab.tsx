import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { PageOf, Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import type { Column } from '~/components/list/types.ts';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { TabTools } from '~/resources/ads/TabTools.tsx';
import { useCan, useFormat } from '~/session/useMe.ts';
import { OwnPriceDialog } from './OwnPriceDialog.tsx';
import type { Product } from './types.ts';

type Span = Shape<'PriceSpan'>;

const MOST = 200;

/** What a product costs its buyers: its own price and that in every list, now and before. */
export default function PricesTab({ product }: { product: Product }) {
  const t = useT();
  const may = useCan('catalog.edit');
  const [editing, setEditing] = useState(false);
  const columns = useColumns();
  const spans = (current: boolean) => ({
    queryKey: ['prices', 'of product', product.id, current],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      request<PageOf<Span>>('GET', `pricing/products/${product.id}/price-history`, {
        query: { current, per_page: MOST },
        signal,
      }),
  });
  const now = useQuery(spans(true));
  const before = useQuery(spans(false));
  const error = now.error ?? before.error;
  if (error) return <ErrorState error={error} onRetry={() => void now.refetch()} />;
  if (!now.data || !before.data) return <PageWait />;
  const edit = may && (
    <Button startIcon={<Pencil size={15} strokeWidth={1.7} />} onClick={() => setEditing(true)}>
      {t('catalog.prices.edit_own')}
    </Button>
  );
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      {now.data.total + before.data.total === 0 ? (
        <Panel>
          <EmptyState title={t('catalog.prices.none')} text={t('catalog.prices.none_text')}>
            {edit}
          </EmptyState>
        </Panel>
      ) : (
        <div>
          <TabTools>{edit}</TabTools>
          <ReportTable
            title={t('catalog.prices.now')}
            label={t('catalog.prices.now')}
            rows={rowsOf(now.data.data)}
            columns={columns.filter(({ name }) => name !== 'to')}
          />
        </div>
      )}
      {before.data.total > 0 && (
        <ReportTable
          title={t('catalog.prices.history')}
          label={t('catalog.prices.history')}
          rows={rowsOf(before.data.data)}
          columns={columns}
        />
      )}
      {editing && <OwnPriceDialog product={product} onClose={() => setEditing(false)} />}
    </div>
  );
}

type SpanRow = Span & { id: string };

function rowsOf(spans: Span[]): SpanRow[] {
  return spans.map((span) => ({ ...span, id: `${span.price_list_id} ${span.valid_from}` }));
}

function useColumns(): Column<SpanRow>[] {
  const t = useT();
  const format = useFormat();
  return [
    {
      name: 'price_list',
      label: t('catalog.field.price_list'),
      main: true,
      render: (row) =>
        row.price_list_id ? (
          <Link to={`/prices/${row.price_list_id}`}>{row.price_list}</Link>
        ) : (
          t('catalog.prices.own')
        ),
    },
    {
      name: 'price',
      label: t('catalog.field.price'),
      numeric: true,
      render: (row) => (row.price ? format.money(row.price) : t('catalog.prices.ended')),
    },
    { name: 'from', label: t('catalog.field.from'), render: (row) => <DateTime value={row.valid_from} /> },
    {
      name: 'to',
      label: t('catalog.field.to'),
      render: (row) => (row.valid_to ? <DateTime value={row.valid_to} /> : t('catalog.costs.now')),
    },
  ];
}
