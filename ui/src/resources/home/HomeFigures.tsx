import type { Shape } from '~/api/types.ts';
import { type Figure, FigureStrip } from '~/components/Figures.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';

/** Today so far against yesterday by the same time. */
export function HomeFigures({ home }: { home: Shape<'Home'> }) {
  const t = useT();
  const format = useFormat();
  const seesOrders = useCan('orders.read');
  const seesAds = useCan('attribution.read');
  const { today, yesterday_by_now: yesterday } = home;
  const then = yesterday.revenue.amount;
  const orders = seesOrders ? `/orders?from=${home.day}` : undefined;
  const against = (words: string) => <span title={t('home.against_yesterday')}>{words}</span>;
  const figures: Figure[] = [
    {
      label: t('home.revenue_today'),
      value: format.money(today.revenue),
      note: then > 0 && against(format.change(today.revenue.amount / then - 1)),
      to: orders,
    },
    {
      label: t('home.orders_today'),
      value: format.integer(today.orders),
      note: yesterday.orders > 0 && against(format.difference(today.orders - yesterday.orders)),
      to: orders,
    },
    { label: t('home.average_order'), value: format.money(today.average_order), to: orders },
  ];
  if (seesAds) {
    figures.push({
      label: t('home.live_campaigns'),
      value: format.integer(home.running_ad_campaigns),
      note: home.starting_today > 0 && t('home.starts_today', { smart_count: home.starting_today }),
      to: '/ads?status=running',
    });
  }
  return <FigureStrip label={t('home.figures')} figures={figures} />;
}
