import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Notice, Shape } from '~/api/types.ts';
import { useLiveInterval, useLiveRefresh } from '~/live/useLive.ts';

const key = ['notices', 'latest'] as const;
const LATEST = 20;

/** The latest notices, live, and the acts of having read one or all that were seen. */
export function useNotices() {
  const interval = useLiveInterval(15_000);
  useLiveRefresh('notice.', ['notices']);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      request<Shape<'NoticePage'>>('GET', 'notices', { query: { per_page: LATEST }, signal }),
    refetchInterval: interval,
  });
  const { readOne, readAll } = useReading();
  const notices = data?.data ?? [];
  return {
    notices,
    unread: data?.unread ?? 0,
    total: data?.total ?? 0,
    error,
    refetch: () => void refetch(),
    readOne,
    // What came after the newest one in view has not been seen.
    readAll: () => notices[0] && readAll(notices[0].id),
  };
}

/** Marks notices as read; the bell and the lists of them follow. */
export function useReading() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['notices'] });
  const one = useMutation({
    mutationFn: (id: number) => request('POST', `notices/${id}/read`),
    onSettled,
  });
  const all = useMutation({
    mutationFn: (upTo: number | null) => request('POST', 'notices/read', { body: { up_to: upTo } }),
    onSettled,
  });
  return {
    readOne: (notice: Notice) => notice.read_at === null && one.mutate(notice.id),
    readAll: all.mutate,
  };
}
