import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type Query, request } from '~/api/request.ts';
import type { CursorPageOf } from '~/api/types.ts';

/** Rows of a list that is read on from a cursor, a page more at a time. */
export function useCursorRows<R>(path: string, query: Query, { enabled = true } = {}) {
  const pages = useInfiniteQuery({
    queryKey: [path, 'cursor', query],
    queryFn: ({ pageParam, signal }) =>
      request<CursorPageOf<R>>('GET', path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  return {
    rows: data?.pages.flatMap((page) => page.data) ?? [],
    error,
    isPending,
    refetch: () => void refetch(),
    more: hasNextPage ? { busy: isFetchingNextPage, load: () => void fetchNextPage() } : null,
  };
}
