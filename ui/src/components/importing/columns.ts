import type { ImportField, ImportMapping, ImportRun } from './types.ts';

/** Header → field; '' for columns left out. */
export type Chosen = Record<string, string>;

/** What a mapping says of plain columns, turned round. */
export function chosenAtFirst(headers: string[], mapping: ImportMapping | null): Chosen {
  const plain = Object.entries(mapping?.columns ?? {}).flatMap(([field, source]) => {
    const header = typeof source === 'string' ? source : (source as { column?: string }).column;
    return header && headers.includes(header) ? [[header, field] as const] : [];
  });
  return Object.fromEntries(plain);
}

/** Fields that must come from somewhere and do not yet. */
export function missingFields(fields: ImportField[], chosen: Chosen): string[] {
  const taken = new Set(Object.values(chosen));
  return fields.filter(({ name, required }) => required && !taken.has(name)).map(({ name }) => name);
}

/**
 * The mapping chosen by hand. What the suggested one does to a column on the way (date formats, words) is kept where
 * the column still becomes the same field.
 */
export function byHand(run: ImportRun, chosen: Chosen): ImportMapping {
  const base = run.mapping ?? run.suggested_mapping;
  const columns = Object.entries(chosen).flatMap(([header, field]) => {
    if (!field) return [];
    const before = base?.columns[field];
    const same = typeof before === 'object' && (before as { column?: string }).column === header;
    return [[field, same ? before : header] as const];
  });
  return {
    ...base,
    kind: run.kind,
    name: 'by-hand',
    title: run.file_name.slice(0, 200),
    columns: Object.fromEntries(columns),
  };
}
