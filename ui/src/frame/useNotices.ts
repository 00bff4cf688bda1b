import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Notice } from '~/api/types.ts';
import { useLiveInterval, useLiveRefresh } from '~/live/useLive.ts';

const key = ['notices', 'latest'] as const;

/** The latest notices, live, and the act of having read them. */
export function useNotices() {
  const queries = useQueryClient();
  const interval = useLiveInterval(15_000);
  useLiveRefresh('notice.', key);
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      request<{ data: Notice[]; unread?: number }>('GET', 'notices', { query: { per_page: 20 }, signal }),
    refetchInterval: interval,
  });
  const notices = data?.data ?? [];
  const unread = data?.unread ?? notices.filter((notice) => !notice.read_at).length;
  const readAll = useMutation({
    mutationFn: () => request('POST', 'notices/read', { body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return { notices, unread, readAll: readAll.mutate };
}
