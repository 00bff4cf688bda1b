import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { FigureStrip } from '~/components/Figures.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { PeriodPicker } from '~/components/period/PeriodPicker.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Backfills, RunningBackfill } from './Backfills.tsx';
import { Overlap } from './Overlap.tsx';
import { askedLink, useQuestion } from './question.ts';
import { Reconciliation } from './Reconciliation.tsx';
import { Footnote } from './ReportNotes.tsx';
import { useLiveReports, useReport } from './useReport.ts';

/** How much of what was sold is credited, how much campaigns overlap, whether the books agree. */
export default function Health() {
  const t = useT();
  const { period, search } = useQuestion();
  const query = { from: period.from, to: period.to };
  const { data: health, error, refetch } = useReport<Shape<'Health'>>('reports/health', query);
  useLiveReports();
  return (
    <Page
      title={t('frame.nav.health')}
      note={t('reports.health.note')}
      actions={
        <>
          <PeriodPicker comparable={false} />
          <ExportButton path="attribution/reports/health" query={query} />
        </>
      }
    >
      <RunningBackfill />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!health && !error && <PageWait />}
      {health && health.items.total === 0 && (
        <Panel>
          <EmptyState title={t('reports.health.none')} text={t('reports.health.none_text')} />
        </Panel>
      )}
      {health && health.items.total > 0 && <HealthFigures health={health} search={search} />}
      {health && (
        <Columns>
          <Panel title={t('reports.health.overlap')} flush>
            <Overlap health={health} />
          </Panel>
          <Reconciliation key={`${period.from} ${period.to}`} query={query} />
        </Columns>
      )}
      <Backfills />
    </Page>
  );
}

function HealthFigures({ health, search }: { health: Shape<'Health'>; search: string }) {
  const t = useT();
  const format = useFormat();
  const { items, revenue, overlap } = health;
  const others = health.other_currencies.map(format.money);
  return (
    <>
      <FigureStrip
        label={t('frame.nav.health')}
        figures={[
          {
            label: t('reports.health.revenue_rate'),
            value: format.percent(revenue.rate),
            note: format.moneyCompact(revenue.attributed),
            to: askedLink('/leaderboard', search),
          },
          {
            label: t('reports.health.item_rate'),
            value: format.percent(items.rate),
            note: t('reports.health.of', {
              part: format.integer(items.attributed),
              whole: format.integer(items.total),
            }),
            to: askedLink('/leaderboard', search, { sort: 'orders' }),
          },
          {
            label: t('reports.health.unattributed'),
            value: format.money(revenue.unattributed),
            note: t('reports.health.items', {
              smart_count: items.unattributed,
              count: format.integer(items.unattributed),
            }),
            to: '/explain',
          },
          {
            label: t('reports.health.average'),
            value: format.ratio(overlap.average_campaigns_per_item),
          },
          {
            label: t('reports.health.over_claim'),
            value: overlap.over_claim == null ? format.ratio(null) : `× ${format.ratio(overlap.over_claim)}`,
            note: format.moneyCompact(overlap.full_revenue),
            to: askedLink('/leaderboard/compare', search, { by: 'modes' }),
          },
        ]}
      />
      {(items.without_cost > 0 || others.length > 0) && (
        <Footnote style={{ margin: '-8px 0 16px' }}>
          {items.without_cost > 0 &&
            t('reports.note.without_cost', {
              smart_count: items.without_cost,
              count: format.integer(items.without_cost),
            })}
          {others.length > 0 && ` ${t('reports.note.other_currencies', { amounts: format.list(others) })}`}
        </Footnote>
      )}
    </>
  );
}
