import { styled } from '@mui/material/styles';
import { DataGrid, type GridColDef, type GridRowSelectionModel, type GridSortModel } from '@mui/x-data-grid';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { size, weight } from '~/tokens.ts';
import { useGridWords } from './gridWords.ts';
import type { Column, Row } from './types.ts';

export interface GridTableProps<R extends Row> {
  label: string;
  columns: Column<R>[];
  /** Names of the columns not shown. */
  hidden: string[];
  rows: R[];
  busy: boolean;
  sort: string;
  onSort: (sort: string) => void;
  rowLink?: ((row: R) => string) | undefined;
  /** Without it rows cannot be chosen. */
  selected?: Row['id'][] | undefined;
  onSelect?: ((ids: Row['id'][]) => void) | undefined;
  isNew: (row: R) => boolean;
}

const PAGE_MOST = 100;

/** The table of a list page; a chunk of its own, since phones draw cards and never load it. */
export default function GridTable<R extends Row>(props: GridTableProps<R>) {
  const { label, columns, hidden, rows, busy, sort, onSort, rowLink, selected, onSelect, isNew } = props;
  const t = useT();
  const words = useGridWords();
  const navigate = useNavigate();
  const defs = useMemo(() => columns.map((column) => gridColumn(column)), [columns]);
  const field = sort.replace(/^-/, '');
  const sortModel: GridSortModel = [{ field, sort: sort.startsWith('-') ? 'desc' : 'asc' }];
  const model: GridRowSelectionModel = { type: 'include', ids: new Set(selected) };

  return (
    <Sheet>
      <DataGrid<R>
        aria-label={label}
        columns={defs}
        rows={rows}
        loading={busy}
        rowHeight={38}
        columnHeaderHeight={36}
        hideFooter
        disableColumnMenu
        disableColumnFilter
        disableRowSelectionOnClick
        // Under server paging the header's box would otherwise mean every row there is.
        disableRowSelectionExcludeModel
        checkboxSelection={onSelect !== undefined}
        rowSelectionModel={model}
        onRowSelectionModelChange={(next) => onSelect?.([...next.ids])}
        columnVisibilityModel={Object.fromEntries(hidden.map((name) => [name, false]))}
        pagination
        paginationMode="server"
        paginationModel={{ page: 0, pageSize: PAGE_MOST }}
        pageSizeOptions={[PAGE_MOST]}
        rowCount={rows.length}
        sortingMode="server"
        sortingOrder={['desc', 'asc']}
        sortModel={sortModel}
        onSortModelChange={([next]) => next && onSort(next.sort === 'desc' ? `-${next.field}` : next.field)}
        onRowClick={({ row }, event) => {
          if (!rowLink || isInteractive(event.target)) return;
          const to = rowLink(row);
          if (event.metaKey || event.ctrlKey) window.open(to, '_blank', 'noopener');
          else navigate(to);
        }}
        getRowClassName={({ row }) => (isNew(row) ? 'souk-new' : '')}
        localeText={{
          ...words,
          checkboxSelectionHeaderName: t('list.select_page'),
          checkboxSelectionSelectAllRows: t('list.select_page'),
          checkboxSelectionUnselectAllRows: t('action.clear'),
        }}
        slotProps={{
          loadingOverlay: {
            variant: rows.length > 0 ? 'linear-progress' : 'skeleton',
            noRowsVariant: 'skeleton',
          },
          baseCheckbox: { size: 'small' },
        }}
        getRowId={(row) => row.id}
        data-clickable={rowLink ? '' : undefined}
        columnBufferPx={600}
      />
    </Sheet>
  );
}

function gridColumn<R extends Row>(column: Column<R>): GridColDef<R> {
  const { name, label, numeric = false, sortable = true, width, minWidth, main } = column;
  return {
    field: name,
    headerName: label,
    sortable,
    align: numeric ? 'right' : 'left',
    headerAlign: numeric ? 'right' : 'left',
    ...(width ? { width } : { flex: main ? 2 : 1 }),
    minWidth: minWidth ?? (main ? 200 : 80),
    hideable: !main,
    cellClassName: main ? 'souk-main' : '',
    renderCell: ({ row }) => column.render(row),
  };
}

function isInteractive(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('a, button, input, [role="checkbox"], [data-no-row-click]') !== null
  );
}

const Sheet = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  minWidth: 0,
  maxHeight: `calc(100dvh - ${size.topBar + 24}px)`,
  minHeight: 76,
  '& [data-clickable] .MuiDataGrid-row': { cursor: 'pointer' },
  '& .souk-main': { fontWeight: weight.medium },
  '& .souk-new > :first-of-type': { boxShadow: 'inset 2px 0 0 var(--souk-palette-primary-main)' },
  '& .MuiDataGrid-cell': { display: 'flex', alignItems: 'center', minWidth: 0 },
  '& .MuiDataGrid-cell--textRight': { justifyContent: 'flex-end' },
  '& .MuiDataGrid-cell a': { color: 'inherit', textDecoration: 'none' },
  '& .MuiDataGrid-cell a:hover': { textDecoration: 'underline' },
});
