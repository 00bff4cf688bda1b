import { useQuery } from '@tanstack/react-query';
import { useGetList } from 'ra-core';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';

export type Segment = Shape<'SegmentShape'>;
export type ContactGroup = Shape<'ListShape'>;

/** As many as a choice can sensibly offer. */
const MOST = 200;
const FRESH_MS = 30_000;

/** Every tag, with how many contacts have it. */
export function useTags() {
  const { data } = useQuery({
    queryKey: ['contacts', 'tags'],
    queryFn: ({ signal }) => request<Shape<'TagShape'>[]>('GET', 'audience/tags', { signal }),
    staleTime: FRESH_MS,
  });
  return data ?? [];
}

/** Where contacts live, the most frequent first. */
export function useCountries() {
  const { data } = useQuery({
    queryKey: ['contacts', 'countries'],
    queryFn: ({ signal }) => request<Shape<'CountryShape'>[]>('GET', 'audience/countries', { signal }),
    staleTime: FRESH_MS,
  });
  return data ?? [];
}

const byName = { pagination: { page: 1, perPage: MOST }, sort: { field: 'name', order: 'ASC' as const } };

export function useSegments(): Segment[] {
  return useGetList<Segment>('segments', byName).data ?? [];
}

export function useContactLists(): ContactGroup[] {
  return useGetList<ContactGroup>('contact-lists', byName).data ?? [];
}

/** How many contacts segments hold now, all counted at once. */
export function useSegmentSizes(ids: number[]) {
  const { data } = useQuery({
    queryKey: ['contacts', 'segment-sizes', ids],
    queryFn: ({ signal }) =>
      request<Shape<'SegmentSize'>[]>('GET', 'audience/segments/counts', { query: { id: ids }, signal }),
    enabled: ids.length > 0,
    staleTime: FRESH_MS,
  });
  return new Map(data?.map((size) => [size.id, size]));
}
