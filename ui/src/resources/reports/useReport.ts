import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Query, request } from '~/api/request.ts';
import { useLiveEvents } from '~/live/useLive.ts';

const reports = 'report';

/** One report; while another period of it is on its way, the one before stays. */
export function useReport<T>(path: string, query: Query | null) {
  return useQuery({
    queryKey: [reports, path, query],
    queryFn: ({ signal }) => request<T>('GET', `attribution/${path}`, { query: query ?? {}, signal }),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** Sales that came in since the reports were read. Nothing moves until they are asked for. */
export function useFreshSales(onShow?: () => void) {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  useLiveEvents('order.', () => setWaiting((count) => count + 1));
  function show() {
    onShow?.();
    setWaiting(0);
    void queries.invalidateQueries({ queryKey: [reports] });
  }
  return { waiting, show };
}

/** What a share of two sums is, or null where there is nothing to compare with. */
export function changeOf(now: number | undefined, before: number | undefined): number | null {
  return now === undefined || !before || before < 0 ? null : now / before - 1;
}
