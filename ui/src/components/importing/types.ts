import type { Shape } from '~/api/types.ts';

export type ImportRun = Shape<'ImportDetail'>;
export type ImportSummary = Shape<'ImportShape'>;
export type ImportMapping = Shape<'Mapping-Output'>;
export type ImportField = Shape<'FieldShape'>;
export type ImportKind = Shape<'KindShape'>;
export type KnownMapping = Shape<'MappingShape'>;
export type RowReport = Shape<'RowReportShape'>;

/** The kind's own options, as they are said. */
export type Options = Record<string, unknown>;
