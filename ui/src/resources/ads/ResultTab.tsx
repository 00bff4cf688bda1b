import { styled } from '@mui/material/styles';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useSearchParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { LinesChart } from '~/components/charts/LinesChart.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Question } from '~/resources/reports/question.ts';
import { useReport } from '~/resources/reports/useReport.ts';
import { useFormat } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';
import { GrossToNet, SpendFacts } from './SummaryTables.tsx';

type Point = Shape<'TimePoint'>;

const buckets = ['day', 'week', 'month'] as const;
const measures = ['revenue', 'profit', 'orders', 'units'] as const;
type Measure = (typeof measures)[number];

export interface ResultTabProps {
  campaign: AdCampaign;
  question: Question;
  summary: Shape<'CampaignSummary'> | undefined;
}

/** What the campaign brought: over time, and from gross to net. */
export default function ResultTab({ campaign, question, summary }: ResultTabProps) {
  return (
    <>
      <OverTime campaign={campaign} question={question} />
      {summary && (
        <Columns>
          <GrossToNet summary={summary} />
          <SpendFacts summary={summary} />
        </Columns>
      )}
    </>
  );
}

function OverTime({ campaign, question }: Pick<ResultTabProps, 'campaign' | 'question'>) {
  const t = useT();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const bucket = buckets.find((one) => one === params.get('by')) ?? 'day';
  const measure = measures.find((one) => one === params.get('show')) ?? 'revenue';
  const set = (name: string, value: string | null) =>
    value &&
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        next.set(name, value);
        return next;
      },
      { preventScrollReset: true },
    );
  const path = `ad-campaigns/${campaign.id}/reports/timeseries`;
  const now = useReport<Point[]>(path, { ...question.query, bucket });
  const before = useReport<Point[]>(path, question.earlier && { ...question.earlier, bucket });
  const points = now.data ?? [];
  const currency = points[0]?.figures.currency ?? 'EUR';
  const isMoney = measure === 'revenue' || measure === 'profit';
  const show = (value: number) =>
    isMoney ? format.moneyCompact({ amount: value, currency }) : format.compact(value);
  const showWhole = (value: number) =>
    isMoney ? format.money({ amount: value, currency }) : format.decimal(value);
  const series = [{ id: 'now', label: t('reports.compare.period'), values: points.map(figureOf(measure)) }];
  if (question.earlier && before.data) {
    const earlier = before.data.map(figureOf(measure));
    series.push({
      id: 'before',
      label: t('reports.compare.before'),
      values: points.map((_, i) => earlier[i] ?? null),
    });
  }
  const title = t(`ads.measure.${measure}`);
  return (
    <div style={{ marginBottom: 16 }}>
      <Panel
        title={t('ads.over_time')}
        aside={<ExportButton path={`attribution/${path}`} query={{ ...question.query, bucket }} />}
      >
        <Tools>
          <ToggleButtonGroup
            exclusive
            value={measure}
            aria-label={t('ads.measure.label')}
            onChange={(_, next: string | null) => set('show', next)}
          >
            {measures.map((one) => (
              <ToggleButton key={one} value={one}>
                {t(`ads.measure.${one}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <ToggleButtonGroup
            exclusive
            value={bucket}
            aria-label={t('ads.bucket.label')}
            onChange={(_, next: string | null) => set('by', next)}
          >
            {buckets.map((one) => (
              <ToggleButton key={one} value={one}>
                {t(`ads.bucket.${one}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </Tools>
        {now.error && <ErrorState error={now.error} onRetry={() => void now.refetch()} />}
        {!now.data && !now.error && <PageWait />}
        {now.data && (
          <LinesChart
            label={`${campaign.name}: ${title}`}
            days={points.map(({ start }) => start)}
            series={series}
            accent="now"
            show={show}
            showWhole={showWhole}
          />
        )}
      </Panel>
    </div>
  );
}

function figureOf(measure: Measure) {
  return ({ figures }: Point): number | null => {
    if (measure === 'orders') return figures.orders;
    if (measure === 'units') return figures.units.net;
    return (measure === 'profit' ? figures.profit : figures.revenue)?.net.amount ?? null;
  };
}

const Tools = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  gap: 8,
  marginBottom: 12,
});
