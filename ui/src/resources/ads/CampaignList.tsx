import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { Plus, Upload } from 'lucide-react';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { Sparkline } from '~/components/charts/Sparkline.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { type Column, ListPage } from '~/components/ListPage.tsx';
import { MenuButton } from '~/components/MenuButton.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { presetDays } from '~/period.ts';
import { Change } from '~/resources/reports/Change.tsx';
import { changeOf, useReport } from '~/resources/reports/useReport.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { dayEnd, dayIn, dayStart } from '~/zone.ts';
import { type AdCampaign, budgetWords, platformName, runs } from './campaign.ts';
import { importKinds } from './imports.ts';
import { platforms } from './platforms.ts';

const statuses = ['running', 'draft', 'paused', 'ended'] as const;

/** Every ad campaign, with what it brought in the last 30 days. */
export function CampaignList() {
  const t = useT();
  const { timeZone } = useFormat();
  const columns = useColumns();
  useLiveRefresh('ad_campaign.', ['ad-campaigns']);
  return (
    <ListPage<AdCampaign>
      resource="ad-campaigns"
      title={t('ads.title')}
      actions={<ListActions />}
      columns={columns}
      defaultSort="-created_at"
      search={t('ads.search')}
      tabs={{
        name: 'status',
        tabs: statuses.map((value) => ({ value, label: t(`state.${value}`) })),
        counts: 'attribution/ad-campaigns/status-counts',
      }}
      filters={[
        {
          name: 'platform',
          label: t('ads.field.platform'),
          kind: 'choice',
          choices: platforms.map((value) => ({ value, label: t(`ads.platform.${value}`) })),
        },
        {
          name: 'from',
          label: t('ads.starts_from'),
          kind: 'day',
          sent: (day) => dayStart(day, timeZone),
        },
        { name: 'to', label: t('ads.starts_to'), kind: 'day', sent: (day) => dayEnd(day, timeZone) },
      ]}
      rowLink={({ id }) => `/ads/${id}`}
      exports={{ path: 'attribution/ad-campaigns/export' }}
      empty={
        <EmptyState title={t('ads.none')} text={t('ads.none_text')}>
          <NewButton />
        </EmptyState>
      }
    />
  );
}

function useColumns(): Column<AdCampaign>[] {
  const t = useT();
  const format = useFormat();
  const days = presetDays('last_30', dayIn(format.timeZone));
  const { data: board } = useReport<Shape<'Leaderboard'>>('reports/leaderboard', {
    ...days,
    trend: true,
    compare: true,
  });
  const results = new Map(board?.data.map((row) => [row.campaign_id, row]));
  return [
    {
      name: 'name',
      label: t('ads.field.name'),
      main: true,
      render: (row) => <Link to={`/ads/${row.id}`}>{row.name}</Link>,
    },
    {
      name: 'status',
      label: t('ads.field.status'),
      width: 120,
      render: (row) => <StateChip state={row.status} quiet />,
    },
    {
      name: 'platform',
      label: t('ads.field.platform'),
      width: 110,
      render: (row) => platformName(row.platform, t),
    },
    { name: 'starts_at', label: t('ads.field.runs'), width: 190, render: (row) => runs(row, format, t) },
    {
      name: 'products',
      label: t('ads.field.products'),
      numeric: true,
      sortable: false,
      width: 90,
      render: (row) => <Link to={`/ads/${row.id}?tab=targeting`}>{format.integer(row.products)}</Link>,
    },
    {
      name: 'budget',
      label: t('ads.field.budget'),
      numeric: true,
      sortable: false,
      width: 140,
      hidden: true,
      render: (row) => budgetWords(row, format, t),
    },
    {
      name: 'revenue',
      label: t('ads.field.revenue_30'),
      numeric: true,
      sortable: false,
      width: 130,
      render: (row) => {
        const revenue = results.get(row.id)?.figures.revenue.net;
        return revenue ? (
          <Link to={`/ads/${row.id}?tab=orders`}>{format.money(revenue)}</Link>
        ) : (
          format.money(null)
        );
      },
    },
    {
      name: 'change',
      label: t('reports.col.change'),
      numeric: true,
      sortable: false,
      width: 120,
      render: (row) => {
        const result = results.get(row.id);
        return (
          <Change share={changeOf(result?.figures.revenue.net.amount, result?.before?.revenue.net.amount)} />
        );
      },
    },
    {
      name: 'trend',
      label: t('reports.col.trend'),
      sortable: false,
      width: 120,
      render: (row) => {
        const result = results.get(row.id);
        return (
          <Sparkline
            values={result?.trend ?? []}
            show={(amount) => format.moneyCompact({ amount, currency: result?.figures.currency ?? 'EUR' })}
          />
        );
      },
    },
  ];
}

function ListActions() {
  const t = useT();
  const may = useCan('imports.create');
  return (
    <Buttons>
      {may && (
        <MenuButton
          button={(props) => (
            <Button {...props} startIcon={<Upload size={16} strokeWidth={1.7} />}>
              {t('ads.import.button')}
            </Button>
          )}
        >
          {(close) =>
            importKinds.map((kind) => (
              <MenuItem key={kind} component={Link} to={`/ads/import/${kind}`} onClick={close}>
                {t(`ads.import.${kind}`)}
              </MenuItem>
            ))
          }
        </MenuButton>
      )}
      <NewButton />
    </Buttons>
  );
}

function NewButton() {
  const t = useT();
  const may = useCan('attribution.create');
  if (!may) return null;
  return (
    <Button component={Link} to="/ads/new" variant="contained" startIcon={<Plus size={16} strokeWidth={2} />}>
      {t('ads.new')}
    </Button>
  );
}

const Buttons = styled('div')({ display: 'flex', gap: 8, flexWrap: 'wrap' });
