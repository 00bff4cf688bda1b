import type { Shape } from '~/api/types.ts';
import { StackedBars } from '~/components/charts/StackedBars.tsx';
import { Panel } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

/** The kept revenue of the last two weeks: credited to ads, and to no campaign. */
export function RevenueByKind({ home }: { home: Shape<'Home'> }) {
  const t = useT();
  const format = useFormat();
  const { currency, revenue_by_kind: days } = home;
  return (
    <Panel title={t('home.revenue_by_kind')}>
      <StackedBars
        label={t('home.revenue_by_kind')}
        days={days.map(({ day }) => day)}
        series={(['ads', 'none'] as const).map((kind) => ({
          id: kind,
          label: t(`home.kind.${kind}`),
          values: days.map((day) => day[kind]),
        }))}
        show={(amount) => format.moneyCompact({ amount, currency })}
        showWhole={(amount) => format.money({ amount, currency })}
      />
    </Panel>
  );
}
