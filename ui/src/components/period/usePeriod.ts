import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type Comparison, type Period, type Preset, readPeriod, writePeriod } from '~/period.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';

export interface PeriodSource {
  /** Where the address says nothing. */
  fallback?: Preset;
  compared?: Comparison;
}

export interface PeriodChoice {
  preset: Preset | null;
  from: string;
  to: string;
  comparison: Comparison;
}

/** The period of the page, from its address; days are the tenant's. */
export function usePeriod(
  fallback: Preset = 'last_30',
  compared: Comparison = 'none',
): [Period, (choice: PeriodChoice) => void] {
  const { timeZone } = useFormat();
  const [params, setParams] = useSearchParams();
  const today = dayIn(timeZone);
  const period = useMemo(
    () => readPeriod(params, today, fallback, compared),
    [params, today, fallback, compared],
  );
  return [
    period,
    (choice) => setParams((now) => writePeriod(now, choice, compared), { preventScrollReset: true }),
  ];
}
