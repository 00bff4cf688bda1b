import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { request } from '~/api/request.ts';
import { resourceAddress } from '~/api/resources.ts';
import type { Row } from './types.ts';
import type { ListState } from './useListState.ts';

export interface RowsOptions {
  resource: string;
  /** In place of the resource's own path: the rows of one campaign, say. */
  path?: string | undefined;
  /** Filters that the list always has. */
  always?: Record<string, string | number | boolean> | undefined;
  state: ListState;
}

/** One page of rows; while the next one is on its way the old one stays, dimmed. */
export function useRows<R extends Row>({ resource, path, always, state }: RowsOptions) {
  const provider = useDataProvider();
  const descending = state.sort.startsWith('-');
  const filter = { ...state.filters, ...always, ...(state.q && { q: state.q }) };
  return useQuery({
    queryKey: [resource, 'getList', path, filter, state.sort, state.page, state.perPage],
    queryFn: async ({ signal }) => {
      const { data, total = 0 } = await provider.getList(resource, {
        filter,
        sort: { field: state.sort.replace(/^-/, ''), order: descending ? 'DESC' : 'ASC' },
        pagination: { page: state.page, perPage: state.perPage },
        ...(path && { meta: { path } }),
        signal,
      });
      return { rows: data as unknown as R[], total };
    },
    placeholderData: keepPreviousData,
  });
}

/** How many rows each tab would show under the other filters. */
export function useTabCounts(
  { resource, path, always, state }: RowsOptions,
  tabs: { name: string; values: string[]; counts?: string | undefined } | undefined,
): (number | undefined)[] {
  const { [tabs?.name ?? '']: _, ...others } = state.filters;
  const filter = { ...others, ...always, ...(state.q && { q: state.q }) };
  const address = path ?? resourceAddress(resource).path;
  const together = tabs?.counts !== undefined && Object.keys(filter).length === 0;
  const all = useQuery({
    queryKey: [resource, 'counts', tabs?.counts],
    queryFn: ({ signal }) => request<Record<string, number>>('GET', tabs?.counts ?? '', { signal }),
    enabled: together,
    staleTime: 15_000,
  });
  const each = useQueries({
    queries: (tabs && !together ? ['', ...tabs.values] : []).map((value) => ({
      queryKey: [resource, 'count', address, filter, tabs?.name, value],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const query = { ...filter, ...(value && tabs && { [tabs.name]: value }), per_page: 1 };
        return (await request<{ total: number }>('GET', address, { query, signal })).total;
      },
      staleTime: 15_000,
      placeholderData: keepPreviousData,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  if (!together) return each;
  const { data } = all;
  if (!data) return [];
  const total = Object.values(data).reduce((sum, count) => sum + count, 0);
  return [total, ...tabs.values.map((value) => data[value] ?? 0)];
}
