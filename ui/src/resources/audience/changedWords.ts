import type { Shape } from '~/api/types.ts';
import type { Translate } from '~/i18n/useT.ts';

type Entry = Pick<Shape<'AuditShape'>, 'before' | 'after'>;

/**
 * Which fields differ, by name: the log keeps no personal value, only hashes that show that one changed. Counts
 * and states, which tell nothing of a person, are written out.
 */
export function changedWords({ before, after }: Entry, t: Translate): string {
  const [was, is] = [before ?? {}, after ?? {}];
  const same = (name: string) => JSON.stringify(was[name] ?? null) === JSON.stringify(is[name] ?? null);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !same(name))
    .map((name) => {
      const word = t(`audience.field.${name}` as Parameters<Translate>[0], { _: name.replaceAll('_', ' ') });
      const told = valueWords(is[name], t);
      return told ? `${word}: ${told}` : word;
    })
    .join(', ');
}

function valueWords(value: unknown, t: Translate): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  return t(`audience.consent.${value}` as Parameters<Translate>[0], { _: '' }) || null;
}
