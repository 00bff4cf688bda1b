import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Column, Row } from './types.ts';

export interface SortButtonProps<R extends Row> {
  columns: Column<R>[];
  sort: string;
  onSort: (sort: string) => void;
}

/** What cards are sorted by, which have no headings to press; the present one turns round. */
export function SortButton<R extends Row>({ columns, sort, onSort }: SortButtonProps<R>) {
  const t = useT();
  const falling = sort.startsWith('-');
  const by = sort.replace(/^-/, '');
  const Way = falling ? ArrowDown : ArrowUp;
  const choices = columns.filter(({ sortable = true }) => sortable);
  const now = choices.find(({ name }) => name === by);
  if (choices.length === 0) return null;
  return (
    <MenuButton
      button={(props) => (
        <Button {...props} variant="text" startIcon={<ArrowUpDown size={16} strokeWidth={1.7} />}>
          {now?.label ?? t('list.sort')}
        </Button>
      )}
    >
      {(close) =>
        choices.map(({ name, label }) => (
          <MenuItem
            key={name}
            selected={name === by}
            onClick={() => {
              close();
              onSort(name === by && !falling ? `-${name}` : name);
            }}
          >
            {label}
            {name === by && (
              <Way
                size={15}
                strokeWidth={1.7}
                aria-label={t(falling ? 'list.descending' : 'list.ascending')}
              />
            )}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
