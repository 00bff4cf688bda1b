import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { asProblem, type Problem } from '~/api/problem.ts';
import { newKey, request } from '~/api/request.ts';
import { useT } from '~/i18n/useT.ts';
import { problemWords } from './problemWords.ts';
import { toast } from './toasts.ts';

export interface Act<T> {
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  version?: number | undefined;
  /** Said when it is done. */
  done?: string | ((answer: T) => string);
  /** The inverse act, offered as Undo. */
  undo?: (answer: T) => Promise<unknown>;
  /** Whether the inverse would bring back just what was. */
  undoable?: (answer: T) => boolean;
  /** Resources whose lists and records are read again; everything when left out. */
  refresh?: string[];
  /** Codes of refusals that the caller answers itself, by a question rather than a complaint. */
  answers?: string[] | 'all';
}

/**
 * Does an act of the API: waits for it (never optimistic), says that it is done or why not, offers its inverse.
 * A repeated press after no answer sends the same Idempotency-Key, so it is done once.
 */
export function useAct<T = unknown>() {
  const t = useT();
  const queries = useQueryClient();
  const pending = useRef<{ act: string; key: string } | null>(null);

  const mutation = useMutation<T, Problem, Act<T>>({
    mutationFn: async ({ method = 'POST', path, body, version }) => {
      const act = JSON.stringify([method, path, body]);
      if (pending.current?.act !== act) pending.current = { act, key: newKey() };
      const answer = await request<T>(method, path, { body, version, idempotencyKey: pending.current.key });
      pending.current = null;
      return answer;
    },
    onSuccess: async (answer, { done, undo, undoable, refresh }) => {
      const again = async () => {
        if (!refresh) await queries.invalidateQueries();
        else await Promise.all(refresh.map((name) => queries.invalidateQueries({ queryKey: [name] })));
      };
      const text = typeof done === 'function' ? done(answer) : done;
      if (text)
        toast(text, undo && (undoable?.(answer) ?? true) ? { undo: () => undo(answer).then(again) } : {});
      await again();
    },
    onError: (thrown, { answers }) => {
      const problem = asProblem(thrown);
      if (!problem.passing) pending.current = null;
      if (answers !== 'all' && !answers?.includes(problem.code))
        toast(problemWords(problem, t), { tone: 'bad' });
    },
  });
  return { act: mutation.mutateAsync, busy: mutation.isPending };
}
