import type { Problem } from '~/api/problem.ts';
import { sentenceOf } from '~/i18n/sentence.ts';
import type { Translate } from '~/i18n/useT.ts';
import { isKnownState } from '~/states.ts';

/** What happened and what to do, in a sentence: the server's own words first, ours where it said nothing. */
export function problemWords(problem: Problem, t: Translate): string {
  if (problem.code === 'timeout') return t('problem.timeout');
  if (problem.status < 0) return t('problem.console');
  if (problem.status === 0) return t('problem.no_answer');
  if (problem.status >= 500 && problem.status !== 503) return t('problem.server');
  if (problem.message) return refusalWords(problem, t);
  if (problem.status === 403) return t('problem.forbidden');
  if (problem.status === 404) return t('problem.not_found');
  return t('problem.unknown');
}

/** A complaint about one field, or any other whole sentence of the server's, in the reader's language. */
export function saidWords(said: string, t: Translate): string {
  const { key, values } = sentenceOf(said);
  return filled(`refusals.sentences.${key}`, values, t) ?? said;
}

/**
 * The server speaks English, and `refusals` of another language hold what it says: by the sentence where it is
 * always the same, else by its code, for some codes by the reason in its details. What is not known stays English.
 */
function refusalWords({ code, details, message }: Problem, t: Translate): string {
  const told = saidWords(message, t);
  if (told !== message) return told;
  const values = { ...details, ...stateOf(details, t), ...minutesOf(details), said: message };
  const reason = details.reason ?? details.limit;
  const byReason = reason === undefined ? null : filled(`refusals.codes.${code}_${reason}`, values, t);
  return byReason ?? filled(`refusals.codes.${code}`, values, t) ?? message;
}

/** Null where the language has no such sentence, or the server did not say everything that it needs. */
function filled(key: string, values: Record<string, unknown>, t: Translate): string | null {
  const words = t(key as Parameters<Translate>[0], { ...values, _: '' });
  return words === '' || words.includes('%{') ? null : words;
}

function stateOf({ state }: Problem['details'], t: Translate) {
  return typeof state === 'string' && isKnownState(state) ? { state: t(`state.${state}`) } : {};
}

function minutesOf({ retry_after_s: wait }: Problem['details']) {
  return typeof wait === 'number' ? { minutes: Math.max(1, Math.ceil(wait / 60)) } : {};
}
