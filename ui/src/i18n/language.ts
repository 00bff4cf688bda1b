import type { TranslationMessages } from 'ra-core';
import polyglot from 'ra-i18n-polyglot';
import type { entrance as atTheDoor } from './en/entrance.ts';
import type { messages as english } from './en.ts';

/** What the server refuses, by code and by sentence; English needs none, for the server speaks it. */
export interface Refusals {
  codes: Record<string, string>;
  /** By the key that `sentenceOf` makes of what is said. */
  sentences: Record<string, string>;
}

export type Messages = typeof english & { refusals?: Refusals };
export type Entrance = typeof atTheDoor & { refusals?: Refusals };

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** Every sentence of the console by its path: `'list.columns'`. */
export type MessageKey = Leaves<typeof english>;

const KEY = 'souk.language';

/** A language is a file beside this one, named by its two letters; adding the file adds the language. */
const files = import.meta.glob<{ messages: Messages }>('./??.ts');
/** What of it is said before somebody is in: the first page waits for no more. */
const entrances = import.meta.glob<{ entrance: Entrance }>('./??/entrance.ts');
const loaded = new Map<string, Messages | Entrance>();
const whole = new Set<string>();

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

export async function loadEntrance(locale: string): Promise<void> {
  if (loaded.has(locale)) return;
  const { entrance } = await found(entrances[`./${locale}/entrance.ts`], locale)();
  loaded.set(locale, entrance);
}

export async function loadMessages(locale: string): Promise<void> {
  if (whole.has(locale)) return;
  const { messages } = await found(files[`./${locale}.ts`], locale)();
  loaded.set(locale, messages);
  whole.add(locale);
}

function found<T>(load: T | undefined, locale: string): T {
  if (!load) throw new Error(`There is no language ${locale}`);
  return load;
}

export type I18n = ReturnType<typeof makeI18n>;

/** Needs the entrance of `locale` loaded; `enter` brings the rest, and a language that is chosen all of it. */
export function makeI18n(locale: string) {
  // ra-core's own type lists the sentences of components that are not used here.
  const messagesOf = (wanted: string) => loaded.get(wanted) as unknown as TranslationMessages;
  const provider = polyglot(messagesOf, locale, languages);
  document.documentElement.lang = locale;
  return {
    ...provider,
    async enter() {
      const now = provider.getLocale();
      await loadMessages(now);
      await provider.changeLocale(now);
    },
    async changeLocale(next: string) {
      await loadMessages(next);
      await provider.changeLocale(next);
      localStorage.setItem(KEY, next);
      document.documentElement.lang = next;
    },
  };
}
