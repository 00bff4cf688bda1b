import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { SearchHit } from '~/api/types.ts';
import { useRested } from '~/components/useRested.ts';
import { useT } from '~/i18n/useT.ts';
import { recordPath } from '~/sections.ts';
import { useRail } from '~/session/useSections.ts';

export interface Found {
  key: string;
  kind: string;
  title: string;
  subtitle?: string | null;
  status?: string | null;
  at?: string | null;
  path: string;
}

const LIMIT = 12;
export const LETTERS_MIN = 2;

/** Pages by their name at once, and records from the server once two letters are there. */
export function useSearch(text: string) {
  const t = useT();
  const { all } = useRail();
  const typed = text.trim();
  const q = useRested(typed);
  const long = typed.length >= LETTERS_MIN;
  const records = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) =>
      request<{ data: SearchHit[] }>('GET', 'search', { query: { q, limit: LIMIT }, signal }),
    enabled: long && q.length >= LETTERS_MIN,
    staleTime: 10_000,
    placeholderData: (shown) => shown,
  });

  const needle = typed.toLocaleLowerCase();
  const pages = all
    .map((section) => ({ section, title: t(section.label) }))
    .filter(({ title }) => needle && title.toLocaleLowerCase().includes(needle))
    .map(
      ({ section, title }): Found => ({
        key: `page ${section.name}`,
        kind: 'page',
        title,
        path: `/${section.path}`,
      }),
    );
  const hits = (long ? (records.data?.data ?? []) : []).flatMap((hit): Found[] => {
    const path = recordPath(hit.kind, hit.id);
    return path ? [{ ...hit, key: `${hit.kind} ${hit.id}`, path }] : [];
  });
  const failed = long && records.isError;
  return {
    found: [...pages, ...hits],
    failed,
    /** What is shown may still answer the letters before: nobody is led there. */
    behind: long && !failed && (q !== typed || records.isPending || records.isPlaceholderData),
    short: !long,
    q: typed,
  };
}
