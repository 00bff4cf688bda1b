import type { Problem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

/** In place of the server's words for what happens here often. */
export function useEntranceWords() {
  const t = useT();
  const format = useFormat();
  return ({ code, details }: Problem): string | null => {
    if (code === 'wrong_credentials') return t('auth.wrong');
    if (code === 'second_factor_required') return t('auth.totp_needed');
    if (code === 'link_spent') return t('auth.link_dead');
    if (code !== 'locked_out') return null;
    const wait = details.retry_after_s;
    return typeof wait === 'number'
      ? t('auth.locked', { wait: format.duration(wait) })
      : t('auth.locked_soon');
  };
}
