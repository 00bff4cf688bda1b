import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useSearchParams } from 'react-router';
import type { Query } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { LineForm } from './ExplainLine.tsx';
import { SaleForm } from './ExplainSale.tsx';
import { Ledger } from './Ledger.tsx';
import { LineStanding } from './LineStanding.tsx';
import { useReport } from './useReport.ts';
import { Verdicts } from './Verdicts.tsx';

/** Why a sale is credited to whom: one that might be, or a line of a real order. */
export default function Explain() {
  const t = useT();
  const seesOrders = useCan('orders.read');
  const [params, setParams] = useSearchParams();
  const about = seesOrders && (params.get('about') === 'line' || params.has('line')) ? 'line' : 'sale';
  const query = about === 'line' ? lineQuery(params) : saleQuery(params);
  const { data, error, refetch, isFetching } = useReport<Shape<'Explanation'>>('admin/explain', query);
  const ask = (next: Record<string, string>) => setParams(new URLSearchParams(next));
  return (
    <Page
      title={t('frame.nav.explain')}
      note={t('reports.explain.note')}
      actions={
        seesOrders && (
          <ToggleButtonGroup
            exclusive
            value={about}
            aria-label={t('reports.explain.about')}
            onChange={(_, next: string | null) => next && ask({ about: next })}
          >
            <ToggleButton value="sale">{t('reports.explain.sale')}</ToggleButton>
            <ToggleButton value="line">{t('reports.explain.line')}</ToggleButton>
          </ToggleButtonGroup>
        )
      }
    >
      <div style={{ marginBottom: 16 }}>
        <Panel>
          {about === 'line' ? (
            <LineForm key={`${params.get('order')} ${params.get('line')}`} params={params} onAsk={ask} />
          ) : (
            <SaleForm key={params.toString()} params={params} onAsk={ask} />
          )}
        </Panel>
      </div>
      {error && query && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!query && (
        <Panel>
          <EmptyState title={t('reports.explain.empty')} text={t('reports.explain.empty_text')} />
        </Panel>
      )}
      {query && !data && !error && <PageWait />}
      {query && data && !error && (
        <div aria-busy={isFetching}>
          {data.line && <LineStanding line={data.line} />}
          <Verdicts explanation={data} />
          {data.order_item_id !== null && <Ledger entries={data.entries} campaigns={data.campaigns} />}
        </div>
      )}
    </Page>
  );
}

function saleQuery(params: URLSearchParams): Query | null {
  const product = params.get('product');
  return product ? { product_id: product, at: params.get('at'), amount: params.get('amount') } : null;
}

function lineQuery(params: URLSearchParams): Query | null {
  const line = params.get('line');
  return line ? { order_item_id: line } : null;
}
