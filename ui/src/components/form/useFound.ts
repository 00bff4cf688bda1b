import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import { resourceAddress } from '~/api/resources.ts';
import type { PageOf } from '~/api/types.ts';
import { useRested } from '../useRested.ts';

/** So many are offered; who looks for another one types more of its name. */
const OFFERED = 25;

export type Narrowing = Record<string, string | number | boolean>;

/** What the server finds for the letters typed; until it answers, what it found before. */
export function useFound<R>(resource: string, typed: string, filter?: Narrowing) {
  const q = useRested(typed.trim());
  const { data, isFetching } = useQuery({
    queryKey: [resource, 'found', filter, q],
    queryFn: ({ signal }) =>
      request<PageOf<R>>('GET', resourceAddress(resource).path, {
        query: { ...filter, q, per_page: OFFERED },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  return { found: data?.data ?? [], busy: isFetching || q !== typed.trim() };
}

/** The records of these ids, as far as they are known by now. */
export function useChosen<R>(resource: string, ids: (number | string)[]): Map<number | string, R> {
  const { path } = resourceAddress(resource);
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: [resource, 'chosen', id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        [id, await request<R>('GET', `${path}/${id}`, { signal })] as const,
      staleTime: 60_000,
    })),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data ? [data] : []))),
  });
}
