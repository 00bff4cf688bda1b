/** By hand until api.gen.ts is made. */

export type ImportStatus =
  | 'uploaded'
  | 'checking'
  | 'checked'
  | 'running'
  | 'completed'
  | 'failed'
  | 'cancelled';

export interface ImportMapping {
  kind: string;
  name: string;
  title: string;
  /** Field → header, or a rule that the console does not edit. */
  columns: Record<string, string | object>;
  [more: string]: unknown;
}

export interface ImportRun {
  id: number;
  kind: string;
  file_name: string;
  file_bytes: number;
  status: ImportStatus;
  actions: string[];
  is_dry_run: boolean;
  mapping_name: string | null;
  tracker_id: number | null;
  rows_total: number | null;
  rows_read: number;
  rows_rejected: number;
  rows_noted: number;
  rows_skipped: number;
  created_count: number;
  changed_count: number;
  unchanged_count: number;
  warnings: string[];
  error: { code: string; detail: string } | null;
  columns: string[];
  sample: { line: number; cells: string[] }[];
  mapping: ImportMapping | null;
  suggested_mapping: ImportMapping | null;
}

export interface ImportField {
  name: string;
  description: string;
  required: boolean;
}

export interface ImportKind {
  kind: string;
  title: string;
  fields: ImportField[];
}

export interface KnownMapping {
  id: number | null;
  kind: string;
  name: string;
  title: string;
  definition: ImportMapping;
}

export interface RowReport {
  line: number;
  verdict: 'rejected' | 'noted';
  code: string;
  field: string | null;
  message: string;
}
