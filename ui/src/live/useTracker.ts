import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Tracker } from '~/api/types.ts';
import { useLiveEvents, useLiveInterval } from './useLive.ts';

const trackerKey = (id: number) => ['tracker', id] as const;
const RATE_MS = 4_000;
const runningKey = ['trackers', 'running'] as const;

export function isOver(tracker: Tracker): boolean {
  return tracker.status === 'completed' || tracker.status === 'failed' || tracker.status === 'cancelled';
}

type TrackerChange = Partial<Tracker> & { tracker_id: number };

/** What is shown, brought up to date by an event; one that is older than what is shown changes nothing. */
export function newer(
  shown: Tracker | undefined,
  { tracker_id: _, ...change }: TrackerChange,
): Tracker | undefined {
  if (!shown || isOver(shown)) return shown;
  const backwards = (change.progress ?? shown.progress) < shown.progress;
  return backwards ? shown : { ...shown, ...change };
}

/** One tracker, live. Rate and time left come with the answer, so it is asked anew now and then while it runs. */
export function useTracker(id: number) {
  const queries = useQueryClient();
  const interval = useLiveInterval(2_000) || RATE_MS;
  useLiveEvents('tracker.', ({ type, data }) => {
    const change = data as unknown as TrackerChange;
    if (change.tracker_id !== id) return;
    queries.setQueryData<Tracker>(trackerKey(id), (shown) => newer(shown, change));
    if (type !== 'tracker.progressed') void queries.invalidateQueries({ queryKey: trackerKey(id) });
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
    const change = data as unknown as TrackerChange;
    const shown = queries.getQueryData<Tracker[]>(runningKey);
    if (type !== 'tracker.progressed' || !shown?.some(({ id }) => id === change.tracker_id)) {
      void queries.invalidateQueries({ queryKey: runningKey });
      return;
    }
    queries.setQueryData<Tracker[]>(runningKey, (list) =>
      list?.map((tracker) =>
        tracker.id === change.tracker_id ? (newer(tracker, change) ?? tracker) : tracker,
      ),
    );
  });
  return useQuery({
    queryKey: runningKey,
    queryFn: async ({ signal }) => {
      const query = { running: true, per_page: 20 };
      return (await request<{ data: Tracker[] }>('GET', 'trackers', { query, signal })).data;
    },
    // While something runs, its rate and time left are asked for now and then.
    refetchInterval: ({ state }) => interval || (state.data?.length ? RATE_MS : false),
  });
}
