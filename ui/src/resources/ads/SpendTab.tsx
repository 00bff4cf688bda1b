import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Pencil, Plus, Trash2, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { Money, Shape } from '~/api/types.ts';
import { DateTime, Day } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { Question } from '~/resources/reports/question.ts';
import { useCan, useFormat, useMe } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';
import { SpendDialog, spendDay } from './SpendDialog.tsx';

export interface SpendRow extends Shape<'SpendShape'> {
  /** The day: a campaign has one sum a day. */
  id: string;
}

/** What the campaign cost, day by day. */
export default function SpendTab({ campaign, question }: { campaign: AdCampaign; question: Question }) {
  const t = useT();
  const may = useCan('attribution.spend');
  const imports = useCan('imports.create');
  const [editing, setEditing] = useState<SpendRow | 'new' | null>(null);
  const columns = useColumns(campaign, may ? setEditing : null);
  const enter = may && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setEditing('new')}
    >
      {t('ads.spend.enter')}
    </Button>
  );
  return (
    <>
      <List<SpendRow>
        resource="ad-spend"
        path={`attribution/ad-campaigns/${campaign.id}/spend`}
        always={{ from: question.period.from, to: question.period.to }}
        label={t('ads.tab.spend')}
        columns={columns}
        defaultSort="-day"
        tools={
          <>
            {imports && may && (
              <Button
                component={Link}
                to="/ads/import/ad_spend"
                startIcon={<Upload size={16} strokeWidth={1.7} />}
              >
                {t('ads.spend.import')}
              </Button>
            )}
            {enter}
          </>
        }
        empty={
          <EmptyState title={t('ads.spend.none')} text={t('ads.spend.none_text')}>
            {enter}
          </EmptyState>
        }
      />
      {editing && (
        <SpendDialog
          campaign={campaign}
          row={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function useColumns(campaign: AdCampaign, onEdit: ((row: SpendRow) => void) | null): Column<SpendRow>[] {
  const t = useT();
  const format = useFormat();
  const home = useMe().tenant?.currency;
  const { act, busy } = useAct();
  const path = `attribution/ad-campaigns/${campaign.id}/spend`;
  const remove = (row: SpendRow) =>
    act({
      method: 'DELETE',
      path: `${path}/${row.day}`,
      done: t('ads.spend.deleted', { day: format.day(row.day) }),
      undo: () => request('PUT', path, { body: { days: [spendDay(row)] } }),
      refresh: ['ad-spend', 'report'],
    }).catch(() => undefined);
  const acts: Column<SpendRow> = {
    name: 'act',
    label: t('ads.field.acts'),
    sortable: false,
    width: 90,
    render: (row) => (
      <span data-no-row-click style={{ display: 'inline-flex', position: 'relative' }}>
        <IconButton
          size="small"
          aria-label={t('ads.spend.edit_day', { day: format.day(row.day) })}
          onClick={() => onEdit?.(row)}
        >
          <Pencil size={15} strokeWidth={1.7} />
        </IconButton>
        <IconButton
          size="small"
          disabled={busy}
          aria-label={t('ads.spend.delete_day', { day: format.day(row.day) })}
          onClick={() => void remove(row)}
        >
          <Trash2 size={15} strokeWidth={1.7} />
        </IconButton>
      </span>
    ),
  };
  return [
    { name: 'day', label: t('chart.day'), main: true, render: (row) => <Day value={row.day} /> },
    {
      name: 'amount',
      label: t('ads.field.amount'),
      numeric: true,
      width: 140,
      render: (row) => format.money(row.amount),
    },
    {
      name: 'converted',
      label: t('ads.field.converted', { currency: home }),
      numeric: true,
      sortable: false,
      hidden: true,
      width: 140,
      render: (row) => format.money(row.in_tenant_currency),
    },
    {
      name: 'impressions',
      label: t('ads.field.impressions'),
      numeric: true,
      sortable: false,
      width: 120,
      render: (row) => format.integer(row.impressions),
    },
    {
      name: 'clicks',
      label: t('ads.field.clicks'),
      numeric: true,
      width: 100,
      render: (row) => format.integer(row.clicks),
    },
    {
      name: 'cpc',
      label: t('reports.col.cpc'),
      numeric: true,
      sortable: false,
      width: 120,
      render: (row) => format.money(perClick(row)),
    },
    {
      name: 'source',
      label: t('ads.field.source'),
      sortable: false,
      width: 110,
      render: (row) => t(`ads.source.${row.source}` as Parameters<typeof t>[0], { _: row.source }),
    },
    {
      name: 'updated_at',
      label: t('ads.field.updated'),
      sortable: false,
      width: 150,
      render: (row) => <DateTime value={row.updated_at} relative />,
    },
    ...(onEdit ? [acts] : []),
  ];
}

function perClick({ amount, clicks }: SpendRow): Money | null {
  return clicks ? { ...amount, amount: Math.round(amount.amount / clicks) } : null;
}
