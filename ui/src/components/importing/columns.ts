import { type Reading, readingOf, withReading } from './reading.ts';
import type { ImportField, ImportMapping, ImportRun } from './types.ts';

/** Header → field; '' for columns left out. */
export type Chosen = Record<string, string>;

type Source = ImportMapping['columns'][string];

/** The header of a rule that takes one column, else null. */
function plainHeader(source: Source): string | null {
  return typeof source === 'string' ? source : (source.column ?? null);
}

/** What a mapping says of plain columns, turned round. */
export function chosenAtFirst(headers: string[], mapping: ImportMapping | null): Chosen {
  const plain = Object.entries(mapping?.columns ?? {}).flatMap(([field, source]) => {
    const header = plainHeader(source);
    return header && headers.includes(header) ? [[header, field] as const] : [];
  });
  return Object.fromEntries(plain);
}

/** A field comes from one column: chosen for another, it leaves the one it had. */
export function choose(chosen: Chosen, header: string, field: string): Chosen {
  const others = Object.entries(chosen).map(([other, taken]) => [other, taken === field ? '' : taken]);
  return { ...Object.fromEntries(others), [header]: field };
}

/** Fields that a format makes from several columns or from none; a choice by hand leaves them as they are. */
export function madeFields(mapping: ImportMapping | null, chosen: Chosen): string[] {
  const taken = new Set(Object.values(chosen));
  return Object.entries(mapping?.columns ?? {}).flatMap(([field, source]) =>
    plainHeader(source) === null && !taken.has(field) ? [field] : [],
  );
}

/** Fields that must come from somewhere and do not yet. */
export function missingFields(fields: ImportField[], chosen: Chosen, made: string[] = []): string[] {
  const there = new Set([...Object.values(chosen), ...made]);
  return fields.filter(({ name, required }) => required && !there.has(name)).map(({ name }) => name);
}

/** Whether a header is like a pattern: begins and ends as it does around its `*`. */
export function isLike(pattern: string, header: string): boolean {
  const [beginning = '', end = ''] = pattern.toLowerCase().split('*');
  const there = header.toLowerCase();
  return there.length > beginning.length + end.length && there.startsWith(beginning) && there.endsWith(end);
}

/** The columns of a file that a rule takes from. */
function headersOf(source: Source, headers: string[]): string[] {
  if (typeof source === 'string') return [source];
  const pattern = source.like ?? source.in_header;
  if (pattern) return headers.filter((header) => isLike(pattern, header)).slice(0, 1);
  return source.column ? [source.column] : (source.first_of ?? source.columns ?? source.collect ?? []);
}

/** The fields that a known format makes of each column of the file. */
export function fieldsByHeader(mapping: ImportMapping, headers: string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [field, source] of Object.entries(mapping.columns)) {
    for (const header of headersOf(source, headers)) found.set(header, [...(found.get(header) ?? []), field]);
  }
  return found;
}

/**
 * The mapping chosen by hand. What the suggested one does to a column on the way (date formats, words) is kept where
 * the column still becomes the same field.
 */
export function byHand(run: ImportRun, chosen: Chosen, reading?: Reading): ImportMapping {
  const base = run.mapping ?? run.suggested_mapping;
  const columns = Object.entries(chosen).flatMap(([header, field]) => {
    if (!field) return [];
    const before = base?.columns[field];
    return [[field, before !== undefined && plainHeader(before) === header ? before : header] as const];
  });
  const made = madeFields(base, chosen).flatMap((field) => {
    const source = base?.columns[field];
    return source ? [[field, source] as const] : [];
  });
  const mapping = {
    ...base,
    kind: run.kind,
    name: BY_HAND,
    title: run.file_name.slice(0, 200),
    columns: Object.fromEntries([...columns, ...made]),
  } as ImportMapping;
  return withReading(mapping, reading ?? readingOf(mapping));
}

export const BY_HAND = 'by-hand';

/** The name a mapping is kept under: what may stand in a command line. */
export function nameOf(title: string): string {
  const plain = title.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9'_.-]+/g, ' ')
    .trim()
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 60)
    .trim();
}
