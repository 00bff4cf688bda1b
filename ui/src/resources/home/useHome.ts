import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { useLiveInterval, useLiveRefresh } from '~/live/useLive.ts';

const homeKey = ['home'] as const;
const MINUTE_MS = 60_000;

/** What the first page shows; read again when orders or campaigns move, and as the day goes on. */
export function useHome() {
  useLiveRefresh('order.', homeKey, 2_000);
  useLiveRefresh('ad_campaign.', homeKey);
  const interval = useLiveInterval() || MINUTE_MS;
  return useQuery({
    queryKey: homeKey,
    queryFn: ({ signal }) => request<Shape<'Home'>>('GET', 'home', { signal }),
    refetchInterval: interval,
  });
}
