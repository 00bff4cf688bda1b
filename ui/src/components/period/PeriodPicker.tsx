import Button from '@mui/material/Button';
import { CalendarDays } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type PeriodSource, usePeriod } from './usePeriod.ts';

const PeriodSheet = lazy(() => import('./PeriodSheet.tsx'));

/** The one period selector of the console: it says the days, opens to presets, a calendar and the comparison. */
export function PeriodPicker({
  fallback,
  compared,
  comparable = true,
}: PeriodSource & { comparable?: boolean }) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const [period, choose] = usePeriod(fallback, compared);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <Button
        id={id}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        aria-label={`${t('period.label')}: ${format.dayRange(period.from, period.to)}`}
        startIcon={<CalendarDays size={16} strokeWidth={1.7} />}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {format.dayRange(period.from, period.to)}
      </Button>
      {anchor && (
        <Suspense fallback={null}>
          <PeriodSheet
            anchor={anchor}
            labelledBy={id}
            period={period}
            comparable={comparable}
            onClose={close}
            onChoose={(choice) => {
              close();
              choose(choice);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
