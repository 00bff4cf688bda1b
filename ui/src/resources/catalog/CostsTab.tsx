import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { useQuery } from '@tanstack/react-query';
import { Plus, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { PageOf } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { TabTools } from '~/resources/ads/TabTools.tsx';
import { useCan, useFormat } from '~/session/useMe.ts';
import { CostDialog } from './CostDialog.tsx';
import type { Cost, Product } from './types.ts';

const MOST = 200;

/** What a unit cost when, the latest first. */
export default function CostsTab({ product }: { product: Product }) {
  const t = useT();
  const format = useFormat();
  const may = useCan('catalog.edit');
  const [entering, setEntering] = useState(false);
  const path = `catalog/products/${product.id}/costs`;
  const { data, error, refetch } = useQuery({
    queryKey: ['products', 'costs', product.id],
    queryFn: ({ signal }) => request<PageOf<Cost>>('GET', path, { query: { per_page: MOST }, signal }),
  });
  const { act, busy } = useAct();
  const takeBack = (cost: Cost) =>
    act({
      method: 'DELETE',
      path: `${path}?valid_from=${encodeURIComponent(cost.valid_from)}`,
      done: t('catalog.costs.taken_back'),
      undo: () => request('POST', path, { body: { cost: cost.cost, valid_from: cost.valid_from } }),
      refresh: ['products', 'audit'],
    }).catch(() => undefined);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageWait />;
  const enter = may && (
    <Button startIcon={<Plus size={16} strokeWidth={2} />} onClick={() => setEntering(true)}>
      {t('catalog.costs.add')}
    </Button>
  );
  return (
    <>
      {data.total === 0 ? (
        <Panel>
          <EmptyState title={t('catalog.costs.none')} text={t('catalog.costs.none_text')}>
            {enter}
          </EmptyState>
        </Panel>
      ) : (
        <>
          <TabTools>{enter}</TabTools>
          <ReportTable
            label={t('catalog.tab.costs')}
            rows={data.data.map((cost) => ({ id: cost.valid_from, ...cost }))}
            columns={[
              {
                name: 'from',
                label: t('catalog.field.from'),
                main: true,
                render: (row) => <DateTime value={row.valid_from} />,
              },
              {
                name: 'to',
                label: t('catalog.field.to'),
                render: (row) => (row.valid_to ? <DateTime value={row.valid_to} /> : t('catalog.costs.now')),
              },
              {
                name: 'cost',
                label: t('catalog.field.cost'),
                numeric: true,
                render: (row) => (row.cost ? format.money(row.cost) : t('catalog.costs.unknown')),
              },
              {
                name: 'recorded',
                label: t('catalog.field.recorded'),
                render: (row) => <DateTime value={row.recorded_at} relative />,
              },
              ...(may
                ? [
                    {
                      name: 'act',
                      label: t('catalog.field.acts'),
                      width: 80,
                      render: (row: Cost) => (
                        <IconButton
                          size="small"
                          disabled={busy}
                          aria-label={t('catalog.costs.take_back', { at: format.instant(row.valid_from) })}
                          title={t('catalog.costs.take_back', { at: format.instant(row.valid_from) })}
                          onClick={() => void takeBack(row)}
                        >
                          <Undo2 size={15} strokeWidth={1.7} />
                        </IconButton>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </>
      )}
      {entering && <CostDialog product={product} onClose={() => setEntering(false)} />}
    </>
  );
}
