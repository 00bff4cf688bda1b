import { House, type LucideIcon } from 'lucide-react';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { MessageKey } from './i18n/language.ts';

export type Group = 'campaigns' | 'sell' | 'people' | 'watch' | 'settings';

export interface Section {
  name: string;
  /** First part of its addresses; what follows is the section's own affair. */
  path: string;
  label: MessageKey;
  icon: LucideIcon;
  /** After `g` on the keyboard. */
  shortcut?: string;
  /** Hidden from those who may not. */
  capability?: string;
  /** Hidden while the tenant has it switched off. */
  feature?: string;
  /** The kinds of record it shows, and where: search, notices and trackers lead there. */
  records?: Record<string, (id: number | string) => string>;
  page: LazyExoticComponent<ComponentType>;
}

/** The rail from top to bottom. A section shows up once its folder exists. */
export const groups: { group: Group; sections: string[] }[] = [
  { group: 'campaigns', sections: ['ads'] },
  { group: 'sell', sections: ['orders', 'products', 'prices'] },
  { group: 'people', sections: ['contacts', 'segments'] },
  { group: 'watch', sections: ['leaderboard', 'health', 'explain', 'jobs', 'audit'] },
  { group: 'settings', sections: ['settings', 'team'] },
];

export const home: Section = {
  name: 'home',
  path: '',
  label: 'frame.nav.home',
  icon: House,
  shortcut: 'h',
  page: lazy(() => import('./resources/home/Home.tsx')),
};

/** Every `resources/<domain>/section.ts` says what it adds. */
const found = import.meta.glob<{ sections: Section[] }>('./resources/*/section.ts', { eager: true });
const byName = new Map(
  Object.values(found)
    .flatMap((file) => file.sections)
    .map((section) => [section.name, section]),
);

export const railGroups = groups.map(({ group, sections }) => ({
  group,
  sections: sections.flatMap((name) => byName.get(name) ?? []),
}));

/** All there are, those without a place in the rail too. */
export const sections: Section[] = [home, ...byName.values()];

const addresses = Object.assign({}, ...sections.map((section) => section.records ?? {})) as Record<
  string,
  (id: number | string) => string
>;

/** Where a record of a kind is shown, or null where no section shows that kind. */
export function recordPath(kind: string, id: number | string | null | undefined): string | null {
  return id == null ? null : (addresses[kind]?.(id) ?? null);
}
