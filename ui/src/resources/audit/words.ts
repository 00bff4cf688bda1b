import type { Translate } from '~/i18n/useT.ts';

type Key = Parameters<Translate>[0];

const plain = (code: string) => {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
};

/** `product.price_changed` → what was done, in words; on what stands beside it. */
export function actionWords(action: string, t: Translate): string {
  const verb = action.slice(action.indexOf('.') + 1);
  return t(`audit.verb.${verb}` as Key, { _: plain(verb) });
}

export function kindWords(kind: string, t: Translate): string {
  return t(`audit.kind.${kind}` as Key, { _: plain(kind) });
}

export function fieldWords(name: string, t: Translate): string {
  const known = name.replace(/_minor$/, '');
  return t(`audit.field.${known}` as Key, { _: plain(known) });
}
