import type { Translate } from '~/i18n/useT.ts';

type Key = Parameters<Translate>[0];

const plain = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What a field of a file is called; one that is not known yet keeps its own name, readably. */
export function fieldName(name: string, t: Translate): string {
  const of = /^(shipping|billing)_(?!$)(.+)$/.exec(name);
  if (of) {
    const part = t(`importing.address.${of[2]}` as Key, { _: '' });
    if (part) return t(`importing.of_${of[1] as 'shipping' | 'billing'}`, { part });
  }
  return t(`importing.fields.${name}` as Key, { _: plain(name) });
}

export function optionName(name: string, t: Translate): string {
  return t(`importing.option.${name}` as Key, { _: plain(name) });
}

export function optionHint(name: string, description: string, t: Translate): string {
  return t(`importing.option_hint.${name}` as Key, { _: description });
}

/** The mapping an import was read with. */
export function mappingTitle(name: string | null, title: string | undefined, t: Translate): string | null {
  if (name === null) return null;
  if (name === 'by-hand' || name === "from the file's headers") return t('importing.mapping_own');
  return title ?? name;
}
