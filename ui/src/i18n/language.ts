import type { TranslationMessages } from 'ra-core';
import polyglot from 'ra-i18n-polyglot';
import type { messages as english } from './en.ts';

export type Messages = typeof english;

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** Every sentence of the console by its path: `'list.columns'`. */
export type MessageKey = Leaves<Messages>;

const KEY = 'souk.language';

/** A language is a file beside this one, named by its two letters; adding the file adds the language. */
const files = import.meta.glob<{ messages: Messages }>('./??.ts');
const loaded = new Map<string, Messages>();

export const languages = Object.keys(files)
  .map((path) => path.slice(2, 4))
  .map((locale) => ({ locale, name: ownName(locale) }));

function ownName(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** The one chosen before, else the first of the browser's that there is, else English. */
export function firstLanguage(): string {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2)), 'en'];
  return wanted.find((locale) => languages.some((one) => one.locale === locale)) ?? 'en';
}

export async function loadMessages(locale: string): Promise<Messages> {
  const known = loaded.get(locale);
  if (known) return known;
  const load = files[`./${locale}.ts`];
  if (!load) throw new Error(`There is no language ${locale}`);
  const { messages } = await load();
  loaded.set(locale, messages);
  return messages;
}

/** Needs the messages of `locale` loaded; others are fetched when chosen. */
export function makeI18n(locale: string) {
  // ra-core's own type lists the sentences of components that are not used here.
  const messagesOf = (wanted: string) =>
    (loaded.get(wanted) ?? loadMessages(wanted)) as unknown as
      | TranslationMessages
      | Promise<TranslationMessages>;
  const provider = polyglot(messagesOf, locale, languages);
  document.documentElement.lang = locale;
  return {
    ...provider,
    async changeLocale(next: string) {
      await provider.changeLocale(next);
      localStorage.setItem(KEY, next);
      document.documentElement.lang = next;
    },
  };
}
