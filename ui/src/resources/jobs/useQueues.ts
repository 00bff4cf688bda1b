import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Queue } from './types.ts';

const EVERY_MS = 5_000;

/** How the queues stand, asked every few seconds: no event tells of it. */
export function useQueues() {
  return useQuery({
    queryKey: ['jobs', 'stats'],
    queryFn: async ({ signal }) => (await request<{ data: Queue[] }>('GET', 'jobs/stats', { signal })).data,
    refetchInterval: EVERY_MS,
  });
}

type Count = 'waiting' | 'active' | 'delayed' | 'completed' | 'failed' | 'rate_per_min';

export function sumOf(queues: Queue[], name: Count): number {
  return queues.reduce((sum, queue) => sum + queue[name], 0);
}

/** Seconds the job waits that has waited longest; null where none waits. */
export function longestWait(queues: Queue[]): number | null {
  const waits = queues.flatMap(({ oldest_wait_s: wait }) => wait ?? []);
  return waits.length > 0 ? Math.max(...waits) : null;
}
