import type { Translate } from '~/i18n/useT.ts';

/** Who did it, as the log names them; what nobody asked for Souk did itself. */
export function actorWords(actor: string, t: Translate): string {
  return actor === 'system' ? t('frame.itself') : actor;
}
