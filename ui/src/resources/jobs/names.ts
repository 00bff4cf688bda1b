import { Problem } from '~/api/problem.ts';
import { problemWords } from '~/components/problemWords.ts';
import type { Translate } from '~/i18n/useT.ts';
import type { JobFailure } from './types.ts';

const REFUSED = 409;

/** A queue in words; one that is not known keeps its own name. */
export function queueName(queue: string, t: Translate): string {
  return t(`jobs.queues.${queue}` as Parameters<Translate>[0], { _: queue });
}

/** `attribution.backfill_chunk` in words, where they are known. */
export function taskName(task: string, t: Translate): string {
  const words = task.replace(/^.*\./, '').replaceAll('_', ' ');
  return t(`jobs.tasks.${task.replace('.', '_')}` as Parameters<Translate>[0], { _: words });
}

/** Why a run failed, in the reader's language where the kind of failure is known. */
export function errorWords({ kind, message }: Pick<JobFailure, 'kind' | 'message'>, t: Translate): string {
  return message ? problemWords(new Problem(REFUSED, { code: kind, detail: message }), t) : kind;
}
