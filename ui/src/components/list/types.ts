import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface Row {
  id: number | string;
}

export interface Column<R extends Row> {
  /** Also the name the API sorts by. */
  name: string;
  label: string;
  render: (row: R) => ReactNode;
  /** Right-aligned, with lining figures. */
  numeric?: boolean;
  sortable?: boolean;
  /** Pixels; without it the column shares what is left. One column, the name, should. */
  width?: number;
  minWidth?: number;
  /** Not shown until chosen. */
  hidden?: boolean;
  /** The first column a person reads: what the row is called. Never hidden. */
  main?: boolean;
}

export interface Choice {
  value: string;
  label: string;
}

/** Records of which one may be chosen: too many for a menu, so the server is asked. */
export interface PickSource {
  resource: string;
  /** What stands in the address. */
  value: (row: never) => string;
  text: (row: never) => string;
  /** The value is a name already; else it is the id of a record. */
  named?: boolean;
}

/** `sent` makes of a day in the address what the API takes, where that is an instant. */
export type Filter =
  | { name: string; label: string; kind: 'choice'; choices: Choice[] }
  | { name: string; label: string; kind: 'flag' }
  | { name: string; label: string; kind: 'day'; sent?: (day: string) => string }
  | { name: string; label: string; kind: 'text' }
  | { name: string; label: string; kind: 'pick'; source: PickSource };

export interface StatusTabs {
  /** The filter that the tabs set. */
  name: string;
  tabs: Choice[];
  /** Below /api/v1: every count in one answer by value, asked while nothing else is filtered. */
  counts?: string;
}

/** What an act on many is asked to work on: these rows, or everything that the filters leave. */
export type Selection = { count: number } & (
  | { all: false; ids: Row['id'][] }
  | { all: true; filters: Record<string, string>; q: string }
);

export interface BulkAction {
  name: string;
  label: string;
  icon?: LucideIcon;
  danger?: boolean;
  /** Acts that the API can only do on named rows are not offered for everything. */
  rowsOnly?: boolean;
  onAct: (selection: Selection, clear: () => void) => void;
}
