import { request } from '~/api/request.ts';
import type { PageOf } from '~/api/types.ts';
import { currencyDigits, type Money, minorToMajor } from '~/format.ts';

/** Lists that the service exports by itself have no end; the others are small, and end here. */
export const ROWS_MOST = 20_000;
const AT_ONCE = 200;
/** A spreadsheet would run a text that begins so. The reader of imports takes one such quote off again. */
const FORMULA = /^'*[=+\-@\t\r]/;

type Record = { [name: string]: unknown };

/** Every row that the list would show, page by page. */
export async function readRows(path: string, query: object, onTooMany: (total: number) => void) {
  const rows: Record[] = [];
  for (let page = 1; ; page += 1) {
    const asked = { ...query, page, per_page: AT_ONCE };
    const { data, total } = await request<PageOf<Record>>('GET', path, { query: asked });
    if (total > ROWS_MOST) {
      onTooMany(total);
      return null;
    }
    rows.push(...data);
    if (data.length === 0 || page * AT_ONCE >= total) return rows;
  }
}

/** Rows as CSV, like the service's own exports: UTF-8 with a mark, money in whole units beside its currency. */
export function csvOf(rows: Record[]): string {
  const flat = rows.map(flatten);
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...flat.map((row) => columns.map((column) => row[column] ?? ''))];
  return `\ufeff${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function flatten(row: Record): { [name: string]: string } {
  const cells = Object.entries(row).flatMap(([name, value]) =>
    isMoney(value)
      ? [
          [name, minorToMajor(value.amount, currencyDigits(value.currency))],
          [`${name}_currency`, value.currency],
        ]
      : [[name, textOf(value)]],
  );
  return Object.fromEntries(cells);
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return guarded(value);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return guarded(value.join(', '));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
