import type { Shape } from '~/api/types.ts';
import type { Figure } from '~/components/Figures.tsx';
import type { Format } from '~/format.ts';
import type { Translate } from '~/i18n/useT.ts';
import { Change } from '~/resources/reports/Change.tsx';
import { askedLink } from '~/resources/reports/question.ts';
import { changeOf } from '~/resources/reports/useReport.ts';

interface SummaryOf {
  summary: Shape<'CampaignSummary'> | undefined;
  before: Shape<'CampaignSummary'> | undefined;
  format: Format;
  t: Translate;
  search: string;
}

/** Six figures of a campaign; each opens the tab with its rows. */
export function summaryFigures({ summary, before, format, t, search }: SummaryOf): Figure[] {
  const figures = summary?.figures;
  const spend = summary?.spend;
  const tab = (name: string) => askedLink('', search, { tab: name });
  const against = (now: number | undefined, then: number | undefined) => {
    const share = changeOf(now, then);
    return share === null ? null : <Change share={share} />;
  };
  const without = figures?.items_without_cost ?? 0;
  const after = spend?.profit_after_spend;
  return [
    {
      label: t('reports.col.revenue'),
      value: format.money(figures?.revenue.net),
      note: against(figures?.revenue.net.amount, before?.figures.revenue.net.amount),
      to: tab('orders'),
    },
    {
      label: t('reports.col.profit'),
      value: format.money(figures?.profit?.net),
      note:
        without > 0
          ? t('ads.without_cost', { smart_count: without, count: format.integer(without) })
          : against(figures?.profit?.net.amount, before?.figures.profit?.net.amount),
      to: tab('products'),
    },
    {
      label: t('reports.col.orders'),
      value: format.integer(figures?.orders),
      note: against(figures?.orders ?? undefined, before?.figures.orders ?? undefined),
      to: tab('orders'),
    },
    {
      label: t('reports.col.spend'),
      value: format.money(spend?.spend),
      note: against(spend?.spend?.amount, before?.spend.spend?.amount),
      to: tab('spend'),
    },
    { label: t('reports.col.roas'), value: format.ratio(spend?.roas), to: tab('spend') },
    {
      label: t('reports.col.after_spend'),
      value: format.money(after),
      tone: after && after.amount < 0 ? 'bad' : undefined,
      to: tab('spend'),
    },
  ];
}
