import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { Link, useSearchParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import type { Column } from '~/components/list/types.ts';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Change } from './Change.tsx';
import { QuestionBar } from './QuestionBar.tsx';
import { askedLink, useQuestion } from './question.ts';
import { AsOfNote, Footnote } from './ReportNotes.tsx';
import { ReportTabs } from './ReportTabs.tsx';
import { changeOf, useReport } from './useReport.ts';

type Comparison = Shape<'Comparison'>;
type Figures = Shape<'Figures'>;
interface ComparedRow {
  id: number;
  name: string;
  /** Full and split, or the period and the one before. */
  columns: Figures[];
}

/** Both modes of credit, or the period and the one before it, side by side. */
export function Compare() {
  const t = useT();
  const format = useFormat();
  const question = useQuestion();
  const [params, setParams] = useSearchParams();
  const by = params.get('by') === 'periods' ? 'periods' : 'modes';
  const query = { ...question.query, by };
  const { data, error, refetch } = useReport<Comparison>('reports/compare', query);
  const rows = (data?.data ?? []).map(
    (row): ComparedRow => ({
      id: row.campaign_id ?? 0,
      name: row.campaign_name ?? '',
      columns: row.columns,
    }),
  );
  return (
    <Page
      title={t('reports.tabs.compare')}
      crumbs={[{ label: t('frame.nav.leaderboard'), to: askedLink('/leaderboard', question.search) }]}
      actions={
        <>
          <ToggleButtonGroup
            exclusive
            value={by}
            aria-label={t('reports.compare.by')}
            onChange={(_, next: string | null) => {
              if (!next) return;
              setParams((now) => {
                const changed = new URLSearchParams(now);
                changed.set('by', next);
                return changed;
              });
            }}
          >
            <ToggleButton value="modes">{t('reports.compare.modes')}</ToggleButton>
            <ToggleButton value="periods">{t('reports.compare.periods')}</ToggleButton>
          </ToggleButtonGroup>
          <QuestionBar question={question} comparable={false} withoutMode={by === 'modes'} />
          <ExportButton path="attribution/reports/compare" query={query} />
        </>
      }
    >
      <ReportTabs open="compare" search={question.search} />
      <AsOfNote question={question} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageWait />}
      {data && rows.length === 0 && (
        <Panel>
          <EmptyState title={t('reports.nothing')} text={t('reports.nothing_text')} />
        </Panel>
      )}
      {data && rows.length > 0 && (
        <>
          <SideBySide rows={rows} total={data.total.columns} by={by} search={question.search} />
          <Footnote>
            {t(by === 'modes' ? 'reports.compare.modes_note' : 'reports.compare.periods_note', {
              share: format.percent(shareOf(data.total.columns)),
            })}
          </Footnote>
        </>
      )}
    </Page>
  );
}

/** How much of what is claimed in full is sold in truth. */
function shareOf([full, split]: Figures[]): number | null {
  return full && split && full.revenue.net.amount > 0
    ? split.revenue.net.amount / full.revenue.net.amount
    : null;
}

interface SideBySideProps {
  rows: ComparedRow[];
  total: Figures[];
  by: 'modes' | 'periods';
  search: string;
}

function SideBySide({ rows, total, by, search }: SideBySideProps) {
  const t = useT();
  const format = useFormat();
  const [first, second] =
    by === 'modes'
      ? [t('reports.mode.full'), t('reports.mode.split')]
      : [t('reports.compare.period'), t('reports.compare.before')];
  const figures = {
    revenue: { label: t('reports.col.revenue'), of: (one?: Figures) => one?.revenue.net },
    profit: { label: t('reports.col.profit'), of: (one?: Figures) => one?.profit?.net },
  } as const;
  const change = ([now, before]: (Figures | undefined)[]) =>
    changeOf(now?.revenue.net.amount, before?.revenue.net.amount);
  const columns: Column<ComparedRow>[] = [
    {
      name: 'campaign',
      label: t('reports.col.campaign'),
      main: true,
      render: ({ id, name }) => <Link to={askedLink(`/ads/${id}`, search)}>{name}</Link>,
    },
    ...(['revenue', 'profit'] as const).flatMap((name) =>
      [first, second].map(
        (side, i): Column<ComparedRow> => ({
          name: `${name}_${i}`,
          label: `${figures[name].label} · ${side}`,
          numeric: true,
          render: ({ columns: [...pair] }) => format.money(figures[name].of(pair[i])),
        }),
      ),
    ),
    ...(by === 'periods'
      ? [first, second].map(
          (side, i): Column<ComparedRow> => ({
            name: `orders_${i}`,
            label: `${t('reports.col.orders')} · ${side}`,
            numeric: true,
            render: ({ columns: pair }) => format.integer(pair[i]?.orders),
          }),
        )
      : [
          {
            name: 'orders',
            label: t('reports.col.orders'),
            numeric: true,
            render: ({ columns: pair }: ComparedRow) => format.integer(pair[0]?.orders),
          },
        ]),
    {
      name: 'change',
      label: by === 'modes' ? t('reports.compare.share') : t('reports.col.change'),
      numeric: true,
      render: ({ columns: pair }) =>
        by === 'modes' ? format.percent(shareOf(pair)) : <Change share={change(pair)} />,
    },
  ];
  return (
    <ReportTable
      label={t('reports.tabs.compare')}
      rows={rows}
      columns={columns}
      totals={{
        campaign: t('reports.total'),
        revenue_0: format.money(total[0]?.revenue.net),
        revenue_1: format.money(total[1]?.revenue.net),
        profit_0: format.money(total[0]?.profit?.net),
        profit_1: format.money(total[1]?.profit?.net),
        change: by === 'modes' ? format.percent(shareOf(total)) : <Change share={change(total)} />,
      }}
    />
  );
}
