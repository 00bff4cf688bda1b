import type { Problem } from '~/api/problem.ts';
import type { Translate } from '~/i18n/useT.ts';

/** What happened and what to do, in a sentence: the server's own words first, ours where it said nothing. */
export function problemWords(problem: Problem, t: Translate): string {
  if (problem.code === 'timeout') return t('problem.timeout');
  if (problem.status < 0) return t('problem.console');
  if (problem.status === 0) return t('problem.no_answer');
  if (problem.status >= 500) return t('problem.server');
  if (problem.message) return problem.message;
  if (problem.status === 403) return t('problem.forbidden');
  if (problem.status === 404) return t('problem.not_found');
  return t('problem.unknown');
}
