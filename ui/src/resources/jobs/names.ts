import type { Translate } from '~/i18n/useT.ts';

/** A queue in words; one that is not known keeps its own name. */
export function queueName(queue: string, t: Translate): string {
  return t(`jobs.queues.${queue}` as Parameters<Translate>[0], { _: queue });
}

/** `attribution.backfill_chunk` in words, where they are known. */
export function taskName(task: string, t: Translate): string {
  const words = task.replace(/^.*\./, '').replaceAll('_', ' ');
  return t(`jobs.tasks.${task.replace('.', '_')}` as Parameters<Translate>[0], { _: words });
}
