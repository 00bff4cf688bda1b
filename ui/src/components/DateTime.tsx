import Tooltip from '@mui/material/Tooltip';
import { useSyncExternalStore } from 'react';
import { MISSING } from '~/format.ts';
import { useFormat } from '~/session/useMe.ts';

export interface DateTimeProps {
  /** RFC 3339. */
  value: string | null | undefined;
  /** "3 min ago" within a day of now. */
  relative?: boolean;
}

/** An instant in the tenant's zone, the zone and the seconds in the tooltip. */
export function DateTime({ value, relative = false }: DateTimeProps) {
  const format = useFormat();
  const now = useNow();
  if (!value) return <span>{MISSING}</span>;
  return (
    <Tooltip title={format.instantFull(value)}>
      <time dateTime={value}>{relative ? format.relative(value, now) : format.instant(value)}</time>
    </Tooltip>
  );
}

/** A calendar day, which is the same day in every zone. */
export function Day({ value }: { value: string | null | undefined }) {
  const format = useFormat();
  return value ? <time dateTime={value}>{format.day(value)}</time> : <span>{MISSING}</span>;
}

const MINUTE_MS = 60_000;
const listeners = new Set<() => void>();
let minute = Math.floor(Date.now() / MINUTE_MS);
let clock: ReturnType<typeof setInterval> | undefined;

function watchClock(onChange: () => void) {
  listeners.add(onChange);
  clock ??= setInterval(() => {
    minute = Math.floor(Date.now() / MINUTE_MS);
    for (const listener of listeners) listener();
  }, 15_000);
  return () => {
    listeners.delete(onChange);
    if (listeners.size === 0) {
      clearInterval(clock);
      clock = undefined;
    }
  };
}

/** One clock for all relative times of the page; it moves by the minute. */
function useNow(): number {
  useSyncExternalStore(watchClock, () => minute);
  return Date.now();
}
