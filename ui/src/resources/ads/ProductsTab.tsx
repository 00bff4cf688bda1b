import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { askedLink, type Question } from '~/resources/reports/question.ts';
import { useReport } from '~/resources/reports/useReport.ts';
import { useFormat } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';
import { TabTools } from './TabTools.tsx';

/** What each product brought, most revenue first; a figure opens its orders. */
export default function ProductsTab({ campaign, question }: { campaign: AdCampaign; question: Question }) {
  const t = useT();
  const format = useFormat();
  const path = `ad-campaigns/${campaign.id}/reports/products`;
  const { data, error, refetch } = useReport<Shape<'ProductResult'>[]>(path, question.query);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageWait />;
  if (data.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('ads.no_sales')} text={t('ads.no_sales_text')} />
      </Panel>
    );
  }
  const rows = data.map((row) => ({ id: row.product_id, ...row }));
  const units = question.mode === 'split' ? format.ratio : format.decimal;
  const orders = (id: number, words: string) => (
    <Link to={askedLink('', question.search, { tab: 'orders', product: String(id) })}>{words}</Link>
  );
  return (
    <>
      <TabTools>
        <ExportButton path={`attribution/${path}`} query={question.query} />
      </TabTools>
      <ReportTable
        label={t('ads.tab.products')}
        rows={rows}
        columns={[
          {
            name: 'name',
            label: t('ads.field.product'),
            main: true,
            render: (row) => <Link to={`/products/${row.id}`}>{row.name}</Link>,
          },
          { name: 'sku', label: t('ads.field.sku'), render: (row) => row.sku },
          {
            name: 'units',
            label: t('reports.col.units'),
            numeric: true,
            render: (row) => units(row.figures.units.net),
          },
          {
            name: 'gross',
            label: t('reports.col.gross'),
            numeric: true,
            render: (row) => format.money(row.figures.revenue.gross),
          },
          {
            name: 'refunds',
            label: t('reports.col.refunds'),
            numeric: true,
            render: (row) => format.money(row.figures.revenue.refunds),
          },
          {
            name: 'net',
            label: t('reports.col.net'),
            numeric: true,
            render: (row) => orders(row.id, format.money(row.figures.revenue.net)),
          },
          {
            name: 'profit',
            label: t('reports.col.profit'),
            numeric: true,
            render: (row) => format.money(row.figures.profit?.net),
          },
          {
            name: 'orders',
            label: t('reports.col.orders'),
            numeric: true,
            render: (row) => orders(row.id, format.integer(row.figures.orders)),
          },
        ]}
      />
    </>
  );
}
