import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';

/** What each role may do, and what each capability means. */
export function useRoles({ enabled = true } = {}) {
  return useQuery({
    queryKey: ['people', 'roles'],
    queryFn: ({ signal }) => request<Shape<'RolesShape'>>('GET', 'people/roles', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}
