import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import type { Column } from '~/components/list/types.ts';
import { ReportTable } from '~/components/ReportTable.tsx';
import { StateChip, StateGlyph } from '~/components/StateChip.tsx';
import { type Format, MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';

interface VerdictRow extends Shape<'CampaignVerdict'> {
  id: number;
  share: Shape<'ExampleShare'> | undefined;
}

/** Every campaign, those that match first, each with all its reasons. */
export function Verdicts({ explanation }: { explanation: Shape<'Explanation'> }) {
  const t = useT();
  const format = useFormat();
  const home = useMe().tenant?.currency ?? 'EUR';
  const currency = explanation.entries[0]?.currency ?? home;
  const { product, at, matched, campaigns, example } = explanation;
  const rows: VerdictRow[] = campaigns.map((campaign) => ({
    ...campaign,
    id: campaign.campaign_id,
    share: example.find((one) => one.campaign_id === campaign.campaign_id),
  }));
  const money = (amount: number | undefined) =>
    format.money(amount === undefined ? null : { amount, currency });
  const columns: Column<VerdictRow>[] = [
    {
      name: 'campaign',
      label: t('reports.col.campaign'),
      main: true,
      render: (row) => <Link to={`/ads/${row.id}`}>{row.name}</Link>,
    },
    {
      name: 'verdict',
      label: t('reports.explain.verdict'),
      render: (row) => <Reasons row={row} />,
    },
    {
      name: 'status_then',
      label: t('reports.explain.status_then'),
      render: (row) => (row.status_then ? <StateChip state={row.status_then} quiet /> : MISSING),
    },
    {
      name: 'runs',
      label: t('reports.explain.runs'),
      render: (row) => span(format, row.starts_at, row.ends_at, t('ads.open')),
    },
    {
      name: 'targeted',
      label: t('reports.explain.targeted'),
      render: (row) =>
        row.effective_from ? span(format, row.effective_from, row.effective_to, t('ads.open')) : MISSING,
    },
    {
      name: 'split',
      label: t('reports.mode.split'),
      numeric: true,
      render: (row) => money(row.share?.split),
    },
    { name: 'full', label: t('reports.mode.full'), numeric: true, render: (row) => money(row.share?.full) },
  ];
  return (
    <>
      <Answer>
        <b>
          {matched === 0
            ? t('reports.explain.matched_none')
            : t('reports.explain.matched', { smart_count: matched, count: format.integer(matched) })}
        </b>{' '}
        {t('reports.explain.of', { product: `${product.name} (${product.sku})`, at: format.instant(at) })}
      </Answer>
      <ReportTable label={t('reports.explain.verdicts')} rows={rows} columns={columns} />
    </>
  );
}

function Reasons({ row }: { row: VerdictRow }) {
  const t = useT();
  if (row.matches) {
    return (
      <Verdict data-match>
        <StateGlyph glyph="check" />
        {t(row.through_parent ? 'reports.explain.matches_parent' : 'reports.explain.matches')}
      </Verdict>
    );
  }
  return (
    <Verdict>
      <StateGlyph glyph="dash" />
      {row.reasons.map((reason) => t(`reports.reason.${reason}`)).join(' · ')}
    </Verdict>
  );
}

function span(format: Format, from: string, to: string | null, open: string): string {
  return `${format.instant(from)} → ${to ? format.instant(to) : open}`;
}

const Answer = styled('p')({
  margin: '0 0 12px',
  fontSize: '0.875rem',
  lineHeight: '20px',
  '& b': { fontWeight: weight.strong },
});

const Verdict = styled('span')(({ theme }) => ({
  display: 'inline-flex',
  alignItems: 'baseline',
  gap: 6,
  color: theme.vars.palette.text.secondary,
  '& svg': { alignSelf: 'center' },
  '&[data-match]': { color: theme.vars.palette.good.text, fontWeight: weight.medium },
}));
