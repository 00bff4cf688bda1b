import type { Shape } from '~/api/types.ts';

export type AuditEntry = Shape<'AuditShape'>;

/** The fields that an entry tells something of, in the order they were written down. */
export function changedFields({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string[] {
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  return [...names].filter((name) => !same(before?.[name], after?.[name]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
