import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { newKey, request } from '~/api/request.ts';
import type { PageOf } from '~/api/types.ts';
import { useLiveEvents } from '~/live/useLive.ts';
import type { ImportKind, ImportMapping, ImportRun, ImportSummary, KnownMapping, Options } from './types.ts';

const UPLOAD_PATIENCE_MS = 30 * 60_000;
const EARLIER = 5;

/** A mapping by its name, or one chosen by hand; and what the kind lets one say besides. */
export type MappingChoice = ({ mapping_name: string } | { mapping: ImportMapping }) & { options: Options };

/** One import of a kind; which one is in the address, so that leaving the page loses nothing. */
export function useImport(kind: string) {
  const [params, setParams] = useSearchParams();
  const queries = useQueryClient();
  const id = params.get('import');
  const key = ['imports', 'one', id] as const;
  const show = (other: number | null) =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      if (other === null) next.delete('import');
      else next.set('import', String(other));
      return next;
    });
  const again = () => queries.invalidateQueries({ queryKey: ['imports'] });

  const run = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request<ImportRun>('GET', `imports/${id}`, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (isMoving(state.data) ? 2_000 : false),
  });
  useLiveEvents('tracker.', ({ type, data }) => {
    if (type !== 'tracker.progressed' && data.tracker_id === run.data?.tracker_id) void again();
  });

  const send = (file: File) =>
    request<ImportRun>('POST', 'imports', {
      query: { kind, file_name: file.name },
      body: file,
      patienceMs: UPLOAD_PATIENCE_MS,
    });
  const upload = useMutation({
    mutationFn: send,
    onSuccess: (made) => {
      queries.setQueryData(['imports', 'one', String(made.id)], made);
      show(made.id);
    },
  });
  /** The same file as an import of its own, rehearsed at once as it was read before. */
  const repeat = useMutation({
    mutationFn: async ({ file, choice }: { file: File; choice: MappingChoice }) => {
      const made = await send(file);
      const body = { ...choice, dry_run: true };
      await request('POST', `imports/${made.id}/start`, { body, idempotencyKey: newKey() });
      return made;
    },
    onSuccess: (made) => show(made.id),
  });
  const start = useMutation({
    mutationFn: (body: MappingChoice & { dry_run: boolean }) =>
      request('POST', `imports/${id}/start`, { body, idempotencyKey: newKey() }),
    // What was counted by an earlier rehearsal is not what this one finds.
    onMutate: () => queries.removeQueries({ queryKey: ['imports', 'rejected', Number(id)] }),
    onSuccess: again,
  });
  const cancel = useMutation({ mutationFn: () => request('POST', `imports/${id}/cancel`), onSuccess: again });

  function leave() {
    for (const mutation of [upload, repeat, start, cancel]) mutation.reset();
    show(null);
  }
  return { run, upload, repeat, start, cancel, leave, open: show };
}

export function isMoving(run: Pick<ImportSummary, 'status'> | undefined): boolean {
  return run?.status === 'checking' || run?.status === 'running';
}

export function useImportKind(kind: string): ImportKind | undefined {
  const { data } = useQuery({
    queryKey: ['import kinds'],
    queryFn: ({ signal }) => request<ImportKind[]>('GET', 'imports/kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.find((one) => one.kind === kind);
}

export function useKnownMappings(kind: string): KnownMapping[] | undefined {
  const { data } = useQuery({
    queryKey: ['import mappings', kind],
    queryFn: ({ signal }) => request<KnownMapping[]>('GET', 'imports/mappings', { query: { kind }, signal }),
  });
  return data;
}

/** The last imports of the kind. */
export function useEarlierImports(kind: string) {
  return useQuery({
    queryKey: ['imports', 'earlier', kind],
    queryFn: ({ signal }) =>
      request<PageOf<ImportSummary>>('GET', 'imports', { query: { kind, per_page: EARLIER }, signal }),
  });
}
