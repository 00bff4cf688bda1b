import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Filter } from './types.ts';

export interface ListState {
  page: number;
  perPage: number;
  /** As the API takes it: `-created_at`. */
  sort: string;
  q: string;
  filters: Record<string, string>;
}

export const PER_PAGE = [25, 50, 100] as const;
const DEFAULT_PER_PAGE = 50;

/** The filters as the API takes them. */
export function sentFilters(chosen: ListState['filters'], filters: Filter[]): ListState['filters'] {
  const sent = Object.entries(chosen).map(([name, value]) => {
    const filter = filters.find((one) => one.name === name);
    return [name, (filter?.kind === 'day' && filter.sent?.(value)) || value];
  });
  return Object.fromEntries(sent);
}

export interface ListDefaults {
  sort: string;
  filterNames: string[];
}

export function readListState(params: URLSearchParams, { sort, filterNames }: ListDefaults): ListState {
  const page = Number(params.get('page'));
  const perPage = Number(params.get('per_page'));
  const filters = filterNames.flatMap((name) => {
    const value = params.get(name);
    return value ? [[name, value] as const] : [];
  });
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    perPage: PER_PAGE.find((size) => size === perPage) ?? DEFAULT_PER_PAGE,
    sort: params.get('sort') ?? sort,
    q: params.get('q') ?? '',
    filters: Object.fromEntries(filters),
  };
}

/** Only what differs from the defaults is written, and any change but of the page starts at its first. */
export function writeListState(
  params: URLSearchParams,
  change: Partial<ListState>,
  { sort, filterNames }: ListDefaults,
): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string | undefined, initial = '') =>
    value === undefined || value === initial ? next.delete(name) : next.set(name, value);
  if (change.sort !== undefined) put('sort', change.sort, sort);
  if (change.q !== undefined) put('q', change.q);
  if (change.perPage !== undefined) put('per_page', String(change.perPage), String(DEFAULT_PER_PAGE));
  if (change.filters) for (const name of filterNames) put(name, change.filters[name] || undefined);
  put('page', change.page === undefined ? '1' : String(change.page), '1');
  return next;
}

/** Page, sort, search and filters, kept in the address so that they can be sent to someone. */
export function useListState(defaults: ListDefaults) {
  const [params, setParams] = useSearchParams();
  const key = JSON.stringify(defaults);
  const state = useMemo(() => readListState(params, JSON.parse(key) as ListDefaults), [params, key]);
  const change = useCallback(
    (next: Partial<ListState>) =>
      setParams((now) => writeListState(now, next, JSON.parse(key) as ListDefaults), {
        replace: next.q !== undefined,
        preventScrollReset: true,
      }),
    [setParams, key],
  );
  return [state, change] as const;
}
