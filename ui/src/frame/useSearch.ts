import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { request } from '~/api/request.ts';
import type { SearchHit } from '~/api/types.ts';
import { useT } from '~/i18n/useT.ts';
import { recordPath } from '~/sections.ts';
import { useRail } from '~/session/useSections.ts';

export interface Found {
  key: string;
  kind: string;
  title: string;
  subtitle: string | null;
  path: string;
}

const LIMIT = 12;

/** Pages by their name at once, and records from the server once two letters are there. */
export function useSearch(text: string) {
  const t = useT();
  const { all } = useRail();
  const q = useDeferredValue(text.trim());
  const records = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) =>
      request<{ data: SearchHit[] }>('GET', 'search', { query: { q, limit: LIMIT }, signal }),
    enabled: q.length >= 2,
    staleTime: 10_000,
    placeholderData: (shown) => shown,
  });

  const needle = q.toLocaleLowerCase();
  const pages = all
    .map((section) => ({ section, title: t(section.label) }))
    .filter(({ title }) => needle && title.toLocaleLowerCase().includes(needle))
    .map(
      ({ section, title }): Found => ({
        key: `page ${section.name}`,
        kind: 'page',
        title,
        subtitle: null,
        path: `/${section.path}`,
      }),
    );
  const hits = (q.length >= 2 ? (records.data?.data ?? []) : []).flatMap((hit): Found[] => {
    const path = recordPath(hit.kind, hit.id);
    return path ? [{ ...hit, key: `${hit.kind} ${hit.id}`, path }] : [];
  });
  return { found: [...pages, ...hits], failed: records.isError, busy: records.isFetching, q };
}
