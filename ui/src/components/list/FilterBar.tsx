import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { SearchField } from '~/components/SearchField.tsx';
import { useT } from '~/i18n/useT.ts';
import { FilterChip } from './FilterChip.tsx';
import type { Filter } from './types.ts';
import type { ListState } from './useListState.ts';

export interface FilterBarProps {
  search: string | undefined;
  filters: Filter[];
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
  /** At the end of the line: columns, export. */
  children?: ReactNode;
}

/** Search and filters; each filter is a button that says what it is set to. */
export function FilterBar({ search, filters, state, onChange, children }: FilterBarProps) {
  const t = useT();
  const set = filters.filter(({ name }) => state.filters[name]);
  return (
    <Bar>
      {search && <SearchField label={search} value={state.q} onChange={(q) => onChange({ q })} />}
      {filters.map((filter) => (
        <FilterChip
          key={filter.name}
          filter={filter}
          value={state.filters[filter.name] ?? ''}
          onChange={(value) => onChange({ filters: { ...state.filters, [filter.name]: value } })}
        />
      ))}
      {set.length > 1 && (
        <Button
          variant="text"
          onClick={() => {
            const kept = Object.entries(state.filters).filter(
              ([name]) => !set.some((one) => one.name === name),
            );
            onChange({ filters: Object.fromEntries(kept) });
          }}
        >
          {t('list.clear_filters')}
        </Button>
      )}
      {children && <End>{children}</End>}
    </Bar>
  );
}

const Bar = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  marginBottom: 12,
});
const End = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 4, marginLeft: 'auto' });
