import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Query, request } from '~/api/request.ts';
import { useLiveRefresh } from '~/live/useLive.ts';

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

/** Keeps what is shown in step with the ledger: a sale is in the figures a moment after it was credited. */
export function useLiveReports(): void {
  useLiveRefresh('attribution.', [reports], 300);
}

/** What a share of two sums is, or null where there is nothing to compare with. */
export function changeOf(now: number | undefined, before: number | undefined): number | null {
  return now === undefined || !before || before < 0 ? null : now / before - 1;
}
