import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { type LiveEvent, liveStatus, readLive, watchStatus } from './live.ts';

export function useLiveStatus() {
  return useSyncExternalStore(watchStatus, liveStatus);
}

/** How often a query should ask by itself: never while the stream is open, every few seconds without one. */
export function useLiveInterval(everyMs = 5_000): number | false {
  return useLiveStatus() === 'polling' ? everyMs : false;
}

/** Calls `onEvent` for every live event whose type starts with `prefix` (`'tracker.'`, `'order.placed'`). */
export function useLiveEvents(prefix: string, onEvent: (event: LiveEvent) => void): void {
  const handle = useEffectEvent(onEvent);
  useEffect(
    () =>
      readLive((event) => {
        if (event.type.startsWith(prefix)) handle(event);
      }),
    [prefix],
  );
}

/** Asks again for everything under `queryKey` when such an event passes, at most once in `everyMs`. */
export function useLiveRefresh(prefix: string, queryKey: readonly unknown[], everyMs = 1_000): void {
  const queries = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = readLive((event) => {
      if (!event.type.startsWith(prefix) || waiting) return;
      waiting = setTimeout(() => {
        waiting = undefined;
        void queries.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] });
      }, everyMs);
    });
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [prefix, key, everyMs, queries]);
}
