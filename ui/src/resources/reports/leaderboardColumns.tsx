import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { Sparkline } from '~/components/charts/Sparkline.tsx';
import type { Column } from '~/components/list/types.ts';
import { StateChip } from '~/components/StateChip.tsx';
import { type Format, MISSING } from '~/format.ts';
import type { Translate } from '~/i18n/useT.ts';
import { Change } from './Change.tsx';
import { askedLink } from './question.ts';
import { changeOf } from './useReport.ts';

export interface RankedRow extends Shape<'LeaderboardRow'> {
  id: number;
  earlier: Shape<'Figures'> | null;
}

interface Looks {
  t: Translate;
  format: Format;
  search: string;
  compared: boolean;
}

/** Every figure leads to the rows it is made of. */
export function leaderboardColumns({ t, format, search, compared }: Looks): Column<RankedRow>[] {
  const to = (row: RankedRow, tab: string) => askedLink(`/ads/${row.id}`, search, { tab });
  const linked = (row: RankedRow, tab: string, words: string) =>
    words === MISSING ? words : <Link to={to(row, tab)}>{words}</Link>;
  const numeric = { numeric: true } as const;
  const columns: (Column<RankedRow> | false)[] = [
    { name: 'rank', label: '#', width: 40, render: (row) => format.integer(row.rank) },
    {
      name: 'campaign',
      label: t('reports.col.campaign'),
      main: true,
      render: (row) => <Link to={askedLink(`/ads/${row.id}`, search)}>{row.campaign_name}</Link>,
    },
    {
      name: 'status',
      label: t('reports.col.status'),
      render: (row) => <StateChip state={row.status} quiet />,
    },
    {
      name: 'platform',
      label: t('reports.col.platform'),
      hidden: true,
      render: (row) => t(`ads.platform.${row.platform}` as Parameters<Translate>[0]),
    },
    {
      name: 'gross',
      label: t('reports.col.gross'),
      hidden: true,
      ...numeric,
      render: (row) => linked(row, 'orders', format.money(row.figures.revenue.gross)),
    },
    {
      name: 'refunds',
      label: t('reports.col.refunds'),
      hidden: true,
      ...numeric,
      render: (row) => linked(row, 'orders', format.money(row.figures.revenue.refunds)),
    },
    {
      name: 'revenue',
      label: t('reports.col.revenue'),
      sortable: true,
      ...numeric,
      render: (row) => linked(row, 'orders', format.money(row.figures.revenue.net)),
    },
    compared && {
      name: 'change',
      label: t('reports.col.change'),
      ...numeric,
      render: (row) => (
        <Change share={changeOf(row.figures.revenue.net.amount, row.earlier?.revenue.net.amount)} />
      ),
    },
    {
      name: 'profit',
      label: t('reports.col.profit'),
      sortable: true,
      ...numeric,
      render: (row) => linked(row, 'products', format.money(row.figures.profit?.net)),
    },
    {
      name: 'units',
      label: t('reports.col.units'),
      sortable: true,
      hidden: true,
      ...numeric,
      render: (row) => linked(row, 'products', format.decimal(row.figures.units.net)),
    },
    {
      name: 'orders',
      label: t('reports.col.orders'),
      sortable: true,
      ...numeric,
      render: (row) => linked(row, 'orders', format.integer(row.figures.orders)),
    },
    {
      name: 'items',
      label: t('reports.col.items'),
      hidden: true,
      ...numeric,
      render: (row) => linked(row, 'orders', format.integer(row.figures.items)),
    },
    {
      name: 'average',
      label: t('reports.col.average'),
      hidden: true,
      ...numeric,
      render: (row) => format.money(row.figures.average_order_value),
    },
    {
      name: 'spend',
      label: t('reports.col.spend'),
      ...numeric,
      render: (row) => linked(row, 'spend', format.money(row.spend.spend)),
    },
    {
      name: 'roas',
      label: t('reports.col.roas'),
      sortable: true,
      ...numeric,
      render: (row) => format.ratio(row.spend.roas),
    },
    {
      name: 'cpc',
      label: t('reports.col.cpc'),
      hidden: true,
      ...numeric,
      render: (row) => format.money(row.spend.cpc),
    },
    {
      name: 'cac',
      label: t('reports.col.cac'),
      hidden: true,
      ...numeric,
      render: (row) => format.money(row.spend.cac),
    },
    {
      name: 'after_spend',
      label: t('reports.col.after_spend'),
      hidden: true,
      ...numeric,
      render: (row) => format.money(row.spend.profit_after_spend),
    },
    {
      name: 'trend',
      label: t('reports.col.trend'),
      render: (row) => (
        <Sparkline
          values={row.trend ?? []}
          show={(amount) => format.moneyCompact({ amount, currency: row.figures.currency })}
        />
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}
