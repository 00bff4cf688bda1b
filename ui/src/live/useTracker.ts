import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Tracker } from '~/api/types.ts';
import { useLiveEvents, useLiveInterval } from './useLive.ts';

const trackerKey = (id: number) => ['tracker', id] as const;
const runningKey = ['trackers', 'running'] as const;

export function isOver(tracker: Tracker): boolean {
  return tracker.status === 'completed' || tracker.status === 'failed' || tracker.status === 'cancelled';
}

/** A progress event carries the tracker or parts of it; what is older than what is shown is not taken. */
export function newer(shown: Tracker | undefined, change: Partial<Tracker>): Tracker | undefined {
  if (!shown) return shown;
  if (isOver(shown) && !change.status) return shown;
  const backwards = (change.progress ?? shown.progress) < shown.progress;
  return backwards ? shown : { ...shown, ...change };
}

/** One tracker, live. */
export function useTracker(id: number) {
  const queries = useQueryClient();
  const interval = useLiveInterval(2_000);
  useLiveEvents('tracker.', ({ data }) => {
    const change = data as Partial<Tracker> & { tracker_id?: number };
    if ((change.tracker_id ?? change.id) !== id) return;
    queries.setQueryData<Tracker>(trackerKey(id), (shown) => newer(shown, { ...change, id }));
  });
  return useQuery({
    queryKey: trackerKey(id),
    queryFn: ({ signal }) => request<Tracker>('GET', `trackers/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : interval),
  });
}

/** What is at work now for this tenant, the most recent first. */
export function useRunning() {
  const queries = useQueryClient();
  const interval = useLiveInterval(5_000);
  useLiveEvents('tracker.', ({ type, data }) => {
    const change = data as Partial<Tracker> & { tracker_id?: number };
    const id = change.tracker_id ?? change.id;
    const shown = queries.getQueryData<Tracker[]>(runningKey);
    const known = shown?.some((tracker) => tracker.id === id);
    if (!known || type !== 'tracker.progressed') {
      void queries.invalidateQueries({ queryKey: runningKey });
      return;
    }
    queries.setQueryData<Tracker[]>(runningKey, (list) =>
      list?.map((tracker) => (tracker.id === id ? (newer(tracker, { ...change, id }) ?? tracker) : tracker)),
    );
  });
  return useQuery({
    queryKey: runningKey,
    queryFn: async ({ signal }) => {
      const query = { status: 'in_progress', process_type: 'main', per_page: 20 };
      return (await request<{ data: Tracker[] }>('GET', 'trackers', { query, signal })).data;
    },
    refetchInterval: interval,
  });
}
