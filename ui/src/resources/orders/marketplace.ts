import type { Translate } from '~/i18n/useT.ts';

/** A marketplace as people write it: orders of one's own shop are direct. */
export function marketplaceName(slug: string, t: Translate): string {
  if (slug === 'direct') return t('orders.direct');
  const words = slug.replace(/[-_]/g, ' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
