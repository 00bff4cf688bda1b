import { useState } from 'react';
import { HorizontalBars } from '~/components/charts/HorizontalBars.tsx';
import { LinesChart } from '~/components/charts/LinesChart.tsx';
import { Sparkline } from '~/components/charts/Sparkline.tsx';
import { StackedBars } from '~/components/charts/StackedBars.tsx';
import { Page } from '~/components/Page.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { PeriodPicker } from '~/components/period/PeriodPicker.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useFormat } from '~/session/useMe.ts';
import { days, seeded } from './samples.ts';

const random = seeded(3);
const names = [
  'Autumn prospecting',
  'Shopping – lighting',
  'Brand terms',
  'Unboxing series',
  'Clearance garden',
];
const series = names.map((label, i) => ({
  id: String(i),
  label,
  values: days.map(() => Math.round(120_000 + random() * 180_000)),
}));
const rows = series.map(({ id, label, values }, i) => ({
  id,
  label,
  status: ['running', 'running', 'paused', 'ended', 'draft'][i] ?? 'draft',
  revenue: values.reduce((sum, value) => sum + value, 0),
  change: random() - 0.4,
  orders: Math.round(random() * 900),
  values,
}));

export default function Board() {
  const format = useFormat();
  const [accent, setAccent] = useState('0');
  const euros = (amount: number) => ({ amount: Math.round(amount), currency: 'EUR' });
  const show = (value: number) => format.moneyCompact(euros(value));
  const showWhole = (value: number) => format.money(euros(value));
  return (
    <Page title="Leaderboard" note="Net revenue by campaign" actions={<PeriodPicker />}>
      <Columns>
        <Panel title="Revenue">
          <HorizontalBars
            label="Revenue by campaign"
            items={rows.map(({ id, label, revenue }) => ({ id, label, value: revenue }))}
            show={show}
            showWhole={showWhole}
          />
        </Panel>
        <Panel title="By day, five largest">
          <LinesChart
            label="Revenue by day"
            days={days}
            series={series}
            accent={accent}
            onAccent={setAccent}
            show={show}
            showWhole={showWhole}
          />
        </Panel>
      </Columns>
      <Columns>
        <Panel title="Revenue by campaign kind">
          <StackedBars
            label="Revenue by kind"
            days={days.slice(-14)}
            series={series.slice(0, 4).map((one) => ({ ...one, values: one.values.slice(-14) }))}
            show={show}
            showWhole={showWhole}
          />
        </Panel>
        <Panel title="All orders">
          <LinesChart
            label="Orders by day"
            days={days}
            series={series.slice(0, 1)}
            show={show}
            showWhole={showWhole}
          />
        </Panel>
      </Columns>
      <Panel flush>
        <SimpleTable
          label="Campaigns"
          rows={rows}
          sort="-revenue"
          onSort={() => undefined}
          columns={[
            { name: 'label', label: 'Campaign', render: (row) => row.label, main: true },
            { name: 'status', label: 'Status', render: (row) => <StateChip state={row.status} quiet /> },
            {
              name: 'revenue',
              label: 'Revenue',
              numeric: true,
              sortable: true,
              render: (row) => showWhole(row.revenue),
            },
            {
              name: 'change',
              label: 'Against before',
              numeric: true,
              render: (row) => format.change(row.change),
            },
            {
              name: 'orders',
              label: 'Orders',
              numeric: true,
              sortable: true,
              render: (row) => format.integer(row.orders),
            },
            { name: 'spend', label: 'Spend', numeric: true, render: () => format.money(null) },
            {
              name: 'trend',
              label: 'By day',
              render: (row) => <Sparkline values={row.values} show={show} />,
            },
          ]}
          totals={{ label: 'Total', revenue: showWhole(rows.reduce((sum, row) => sum + row.revenue, 0)) }}
        />
      </Panel>
    </Page>
  );
}
