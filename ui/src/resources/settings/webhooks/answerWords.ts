import type { Shape } from '~/api/types.ts';
import { MISSING } from '~/format.ts';
import type { Translate } from '~/i18n/useT.ts';

/** What came back from a call: its status, or why there was none. */
export function answerWords(attempt: Shape<'AttemptShape'> | null, t: Translate): string {
  if (!attempt) return MISSING;
  if (attempt.status_code !== null) return t('settings.webhook.answered', { code: attempt.status_code });
  return attempt.error ?? t('settings.webhook.no_answer');
}
