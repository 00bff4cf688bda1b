import { useState } from 'react';
import { HorizontalBars } from '~/components/charts/HorizontalBars.tsx';
import { LinesChart } from '~/components/charts/LinesChart.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { RankedRow } from './leaderboardColumns.tsx';
import { askedLink } from './question.ts';

const BARS = 9;
const LINES = 4;

export interface LeaderboardChartsProps {
  rows: RankedRow[];
  /** Null where the days are not known: when the report is read in the past. */
  days: string[] | null;
  currency: string;
  search: string;
}

/** The largest by revenue, and the four largest day by day. */
export function LeaderboardCharts({ rows, days, currency, search }: LeaderboardChartsProps) {
  const t = useT();
  const format = useFormat();
  const [accent, setAccent] = useState<string>();
  const largest = rows.toSorted((a, b) => b.figures.revenue.net.amount - a.figures.revenue.net.amount);
  const show = (amount: number) => format.moneyCompact({ amount, currency });
  const showWhole = (amount: number) => format.money({ amount, currency });
  const lines = largest.slice(0, LINES);
  const chosen = lines.some((row) => String(row.id) === accent) ? accent : undefined;
  return (
    <Columns>
      <Panel title={t('reports.revenue')}>
        <HorizontalBars
          label={t('reports.revenue')}
          items={largest.slice(0, BARS).map((row) => ({
            id: row.id,
            label: row.campaign_name,
            value: row.figures.revenue.net.amount,
            to: askedLink(`/ads/${row.id}`, search),
          }))}
          show={show}
          showWhole={showWhole}
        />
      </Panel>
      {days && (
        <Panel title={t('reports.largest', { smart_count: lines.length })}>
          <LinesChart
            label={t('reports.largest', { smart_count: lines.length })}
            days={days}
            series={lines.map((row) => ({
              id: String(row.id),
              label: row.campaign_name,
              values: row.trend ?? [],
            }))}
            accent={chosen}
            onAccent={setAccent}
            show={show}
            showWhole={showWhole}
          />
        </Panel>
      )}
    </Columns>
  );
}
