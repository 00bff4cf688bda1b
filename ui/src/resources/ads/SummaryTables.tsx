import { styled } from '@mui/material/styles';
import type { Shape } from '~/api/types.ts';
import { Panel } from '~/components/Panel.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

type Summary = Shape<'CampaignSummary'>;
type Figures = Shape<'Figures'>;

/** Gross, what came back, and what is kept: in each currency a rate is missing for, apart. */
export function GrossToNet({ summary }: { summary: Summary }) {
  const t = useT();
  const format = useFormat();
  const rowsOf = (figures: Figures, own: boolean) => {
    const name = (word: string) => (own ? word : `${word} · ${figures.currency}`);
    return [
      {
        id: `${figures.currency}-revenue`,
        label: name(t('reports.col.revenue')),
        gross: format.money(figures.revenue.gross),
        refunds: format.money(figures.revenue.refunds),
        net: format.money(figures.revenue.net),
      },
      {
        id: `${figures.currency}-profit`,
        label: name(t('reports.col.profit')),
        gross: format.money(figures.profit?.gross),
        refunds: format.money(figures.profit?.refunds),
        net: format.money(figures.profit?.net),
      },
      {
        id: `${figures.currency}-units`,
        label: name(t('reports.col.units')),
        gross: format.decimal(figures.units.gross, 2),
        refunds: format.decimal(figures.units.refunds, 2),
        net: format.decimal(figures.units.net, 2),
      },
    ];
  };
  const rows = [
    ...rowsOf(summary.figures, true),
    ...summary.other_currencies.flatMap((figures) => rowsOf(figures, false)),
  ];
  return (
    <Panel title={t('ads.gross_to_net')} flush>
      <SimpleTable
        label={t('ads.gross_to_net')}
        rows={rows}
        columns={[
          { name: 'label', label: t('ads.figure'), main: true, render: (row) => row.label },
          { name: 'gross', label: t('reports.col.gross'), numeric: true, render: (row) => row.gross },
          { name: 'refunds', label: t('reports.col.refunds'), numeric: true, render: (row) => row.refunds },
          { name: 'net', label: t('reports.col.net'), numeric: true, render: (row) => row.net },
        ]}
      />
    </Panel>
  );
}

/** What was spent and what that bought, with the counts around it. */
export function SpendFacts({ summary }: { summary: Summary }) {
  const t = useT();
  const format = useFormat();
  const { figures, spend } = summary;
  const facts = [
    [t('reports.col.average'), format.money(figures.average_order_value)],
    [t('reports.col.items'), format.integer(figures.items)],
    [t('ads.shared_by'), format.ratio(summary.matched_campaigns)],
    [
      t('reports.col.spend'),
      [spend.spend, ...spend.unconverted]
        .filter((one) => one !== null)
        .map(format.money)
        .join(' + ') || format.money(null),
    ],
    [t('reports.col.cac'), format.money(spend.cac)],
    [t('reports.col.cpc'), format.money(spend.cpc)],
    [t('ads.field.clicks'), format.integer(spend.clicks)],
    [t('ads.field.impressions'), format.integer(spend.impressions)],
  ];
  return (
    <Panel title={t('ads.costs')} flush>
      <Facts>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </Facts>
    </Panel>
  );
}

/** Names on the left, values on the right. */
export const Facts = styled('dl')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
  margin: 0,
  overflow: 'hidden',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > div': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: 16,
    padding: '8px 16px',
    boxShadow: `0 -1px 0 0 ${theme.vars.palette.divider}`,
  },
  '& dt': { color: theme.vars.palette.text.secondary },
  // A number is never broken to make room for its name.
  '& dd': { margin: 0, textAlign: 'right', overflowWrap: 'break-word' },
}));
