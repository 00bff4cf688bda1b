import Button from '@mui/material/Button';
import { X } from 'lucide-react';
import { useGetOne } from 'ra-core';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { MoreButton } from '~/components/list/MoreButton.tsx';
import { useCursorRows } from '~/components/list/useCursorRows.ts';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Question } from '~/resources/reports/question.ts';
import { recordPath } from '~/sections.ts';
import { useFormat } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';
import { TabTools } from './TabTools.tsx';

/** The orders credited to the campaign, the newest first. */
export default function OrdersTab({ campaign, question }: { campaign: AdCampaign; question: Question }) {
  const t = useT();
  const format = useFormat();
  const [params] = useSearchParams();
  const product = params.get('product');
  const path = `attribution/ad-campaigns/${campaign.id}/reports/orders`;
  const query = { ...question.query, product_id: product };
  const { rows, error, isPending, refetch, more } = useCursorRows<Shape<'CreditedOrder'>>(path, query);
  const units = question.mode === 'split' ? format.ratio : format.decimal;
  const orderLink = (id: number, words: ReactNode) => {
    const to = recordPath('order', id);
    return to ? <Link to={to}>{words}</Link> : words;
  };
  return (
    <>
      <TabTools>
        {product && <ProductChip id={product} />}
        <ExportButton path={path} query={query} />
      </TabTools>
      {error && <ErrorState error={error} onRetry={refetch} />}
      {isPending && <PageWait />}
      {!isPending && !error && rows.length === 0 && (
        <Panel>
          <EmptyState title={t('ads.no_sales')} text={t('ads.no_sales_text')} />
        </Panel>
      )}
      {rows.length > 0 && (
        <ReportTable
          label={t('ads.tab.orders')}
          rows={rows.map((row) => ({ id: `${row.order_id}-${row.net.currency}`, ...row }))}
          columns={[
            {
              name: 'number',
              label: t('ads.field.order'),
              main: true,
              render: (row) => orderLink(row.order_id, row.number),
            },
            {
              name: 'placed_at',
              label: t('ads.field.placed_at'),
              render: (row) => <DateTime value={row.placed_at} />,
            },
            {
              name: 'status',
              label: t('ads.field.status'),
              render: (row) => <StateChip state={row.status} quiet />,
            },
            {
              name: 'items',
              label: t('reports.col.items'),
              numeric: true,
              render: (row) => format.integer(row.items),
            },
            {
              name: 'matched',
              label: t('ads.field.matched'),
              numeric: true,
              render: (row) => (
                <Link to={`/explain?about=line&order=${row.order_id}`}>
                  {format.integer(row.matched_campaigns)}
                </Link>
              ),
            },
            {
              name: 'units',
              label: t('reports.col.units'),
              numeric: true,
              render: (row) => units(row.units),
            },
            {
              name: 'gross',
              label: t('reports.col.gross'),
              numeric: true,
              render: (row) => format.money(row.gross),
            },
            {
              name: 'refunds',
              label: t('reports.col.refunds'),
              numeric: true,
              render: (row) => format.money(row.refunds),
            },
            {
              name: 'net',
              label: t('reports.col.net'),
              numeric: true,
              render: (row) => orderLink(row.order_id, format.money(row.net)),
            },
            {
              name: 'profit',
              label: t('reports.col.profit'),
              numeric: true,
              render: (row) => format.money(row.profit),
            },
          ]}
        />
      )}
      <MoreButton more={more} />
    </>
  );
}

/** The one product whose orders are shown, and the way back to all. */
function ProductChip({ id }: { id: string }) {
  const t = useT();
  const [, setParams] = useSearchParams();
  const { data } = useGetOne<Shape<'ProductShape'>>('products', { id: Number(id) });
  const name = data?.name ?? id;
  return (
    <Button
      endIcon={<X size={14} />}
      aria-label={t('list.remove_filter', { name })}
      onClick={() =>
        setParams((now) => {
          const next = new URLSearchParams(now);
          next.delete('product');
          return next;
        })
      }
    >
      {name}
    </Button>
  );
}
