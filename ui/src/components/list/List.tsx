import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { resourceAddress } from '~/api/resources.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton, type ExportFormat } from '~/components/ExportButton.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { useStored } from '~/session/useStored.ts';
import { size } from '~/tokens.ts';
import { Cards } from './Cards.tsx';
import { ColumnsButton } from './ColumnsButton.tsx';
import { ExportRowsButton } from './ExportRowsButton.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Pager } from './Pager.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { SortButton } from './SortButton.tsx';
import { StatusTabsBar } from './StatusTabs.tsx';
import type { BulkAction, Column, Filter, Row, Selection, StatusTabs } from './types.ts';
import { sentFilters, useListState } from './useListState.ts';
import { useNewRows } from './useNewRows.ts';
import { useRows, useTabCounts } from './useRows.ts';

const GridTable = lazy(() => import('./GridTable.tsx')) as typeof import('./GridTable.tsx').default;

export interface ListProps<R extends Row> {
  resource: string;
  /** Read to those who cannot see the table. */
  label: string;
  columns: Column<R>[];
  defaultSort: string;
  path?: string;
  always?: Record<string, string | number | boolean>;
  /** The search field's words; without them there is no search. */
  search?: string;
  filters?: Filter[];
  tabs?: StatusTabs;
  rowLink?: (row: R) => string;
  bulk?: BulkAction[];
  /** Where the service makes a file of it; else the rows themselves are saved. Null: its tools have an export. */
  exports?: { path: string; formats?: ExportFormat[] } | null;
  /** Prefix of the live events that may add or change rows: `'order.'`. */
  live?: string;
  /** What else can be done here, at the end of the filters. */
  tools?: ReactNode;
  /** Shown while there is nothing at all, not even without filters. */
  empty?: ReactNode;
}

/** A list: tabs, filters, rows a page at a time, acts on many. Its state is in the address. */
export function List<R extends Row>(props: ListProps<R>) {
  const {
    resource,
    label,
    columns,
    defaultSort,
    search,
    filters = [],
    tabs,
    rowLink,
    bulk = [],
    exports,
    live,
  } = props;
  const phone = useMediaQuery('(max-width: 699px)', { noSsr: true });
  const filterNames = [...filters.map(({ name }) => name), ...(tabs ? [tabs.name] : [])];
  const [state, change] = useListState({ sort: defaultSort, filterNames });
  const sent = sentFilters(state.filters, filters);
  const source = { resource, path: props.path, always: props.always, state: { ...state, filters: sent } };
  const { data, error, isPending, isPlaceholderData, isFetching, refetch } = useRows<R>(source);
  const counts = useTabCounts(
    source,
    tabs && { name: tabs.name, values: tabs.tabs.map(({ value }) => value), counts: tabs.counts },
  );
  const rows = data?.rows ?? [];
  const total = data?.total ?? 0;
  const news = useNewRows(resource, live, rows);
  const [hidden, setHidden] = useHidden(props.path ?? resource, columns);
  const [selection, setSelection] = useSelection(JSON.stringify([state.filters, state.q, state.page]));
  const clear = () => setSelection(null);

  const isFiltered = state.q !== '' || Object.keys(state.filters).length > 0;
  if (!isPending && !error && total === 0 && !isFiltered && props.empty) return <Sheet>{props.empty}</Sheet>;

  const query = { ...sent, ...props.always, q: state.q, sort: state.sort };
  return (
    <>
      {tabs && (
        <StatusTabsBar
          tabs={tabs.tabs}
          counts={counts}
          value={state.filters[tabs.name] ?? ''}
          onChange={(value) => change({ filters: { ...state.filters, [tabs.name]: value } })}
        />
      )}
      {selection ? (
        <SelectionBar
          selection={selection}
          total={total}
          actions={bulk}
          onSelectAll={() => setSelection({ all: true, count: total, filters: sent, q: state.q })}
          onClear={clear}
        />
      ) : (
        <FilterBar search={search} filters={filters} state={state} onChange={change}>
          {phone ? (
            <SortButton columns={columns} sort={state.sort} onSort={(sort) => change({ sort })} />
          ) : (
            <ColumnsButton columns={columns} hidden={hidden} onChange={setHidden} />
          )}
          {exports ? (
            <ExportButton {...exports} query={query} />
          ) : (
            exports !== null && (
              <ExportRowsButton
                name={resource}
                path={props.path ?? resourceAddress(resource).path}
                query={query}
              />
            )
          )}
          {props.tools}
        </FilterBar>
      )}
      <NewRows count={news.waiting} onShow={news.show} />
      <Rows
        error={error}
        onRetry={() => void refetch()}
        wait={isPending}
        nothing={total === 0 && !isFetching}
      >
        {phone ? (
          <Cards
            label={label}
            columns={columns.filter(({ name }) => !hidden.includes(name))}
            rows={rows}
            rowLink={rowLink}
          />
        ) : (
          <Suspense fallback={<PageWait />}>
            <GridTable
              label={label}
              columns={columns}
              hidden={hidden}
              rows={rows}
              busy={isPlaceholderData}
              sort={state.sort}
              onSort={(sort) => change({ sort })}
              rowLink={rowLink}
              selected={selection ? (selection.all ? rows.map((row) => row.id) : selection.ids) : []}
              onSelect={
                bulk.length > 0
                  ? (ids) => setSelection(ids.length ? { all: false, ids, count: ids.length } : null)
                  : undefined
              }
              isNew={news.isNew}
            />
          </Suspense>
        )}
        <Pager page={state.page} perPage={state.perPage} total={total} onChange={change} />
      </Rows>
    </>
  );
}

interface RowsFrameProps {
  error: Error | null;
  onRetry: () => void;
  wait: boolean;
  nothing: boolean;
  children: ReactNode;
}

function Rows({ error, onRetry, wait, nothing, children }: RowsFrameProps) {
  const t = useT();
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  if (wait) return <PageWait />;
  if (!nothing) return children;
  return (
    <Sheet>
      <EmptyState title={t('list.no_match')} text={t('list.no_match_text')} />
    </Sheet>
  );
}

function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useT();
  const format = useFormat();
  if (count === 0) return null;
  return (
    <div role="status" style={{ marginBottom: 8 }}>
      <Button variant="text" color="primary" onClick={onShow}>
        {t('list.new_rows', { smart_count: count, _: format.integer(count) })} · {t('list.changed')}
      </Button>
    </div>
  );
}

function useHidden<R extends Row>(name: string, columns: Column<R>[]) {
  const [chosen, setChosen] = useStored<string[] | null>(`souk.columns.${name}`, null);
  const initial = columns.filter((column) => column.hidden).map((column) => column.name);
  return [chosen ?? initial, setChosen] as const;
}

/** What is chosen belongs to the rows in view: another page or filter starts with nothing. */
function useSelection(view: string) {
  const [selection, setSelection] = useState<Selection | null>(null);
  const [of, setOf] = useState(view);
  if (of !== view) {
    setOf(view);
    setSelection(null);
  }
  return [selection, setSelection] as const;
}

const Sheet = styled('div')(({ theme }) => ({
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
}));
