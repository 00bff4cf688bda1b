import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { styled } from '@mui/material/styles';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { PER_PAGE } from './useListState.ts';

export interface PagerProps {
  page: number;
  perPage: number;
  total: number;
  onChange: (change: { page?: number; perPage?: number }) => void;
}

export function Pager({ page, perPage, total, onChange }: PagerProps) {
  const t = useT();
  const format = useFormat();
  const last = Math.max(1, Math.ceil(total / perPage));
  const from = total === 0 ? 0 : (page - 1) * perPage + 1;
  if (total <= PER_PAGE[0] && page === 1) return null;
  return (
    <Line>
      <div>
        {t('list.per_page')}
        <Select
          value={perPage}
          onChange={(event) => onChange({ perPage: Number(event.target.value), page: 1 })}
          inputProps={{ 'aria-label': t('list.per_page') }}
        >
          {PER_PAGE.map((size) => (
            <MenuItem key={size} value={size}>
              {size}
            </MenuItem>
          ))}
        </Select>
      </div>
      <span>
        {t('list.page_of', {
          from: format.integer(from),
          to: format.integer(Math.min(total, page * perPage)),
          total: format.integer(total),
        })}
      </span>
      <IconButton
        aria-label={t('list.previous')}
        disabled={page <= 1}
        onClick={() => onChange({ page: page - 1 })}
      >
        <ChevronLeft size={18} />
      </IconButton>
      <IconButton
        aria-label={t('list.next')}
        disabled={page >= last}
        onClick={() => onChange({ page: page + 1 })}
      >
        <ChevronRight size={18} />
      </IconButton>
    </Line>
  );
}

const Line = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'flex-end',
  flexWrap: 'wrap',
  gap: 4,
  marginTop: 8,
  fontSize: '0.8125rem',
  color: theme.vars.palette.text.secondary,
  '& > div': { display: 'inline-flex', alignItems: 'center', gap: 8, marginRight: 12 },
  '& > span': { marginRight: 8 },
  '& .MuiOutlinedInput-root': { minHeight: 28 },
  '& .MuiIconButton-root.Mui-disabled': { opacity: 0.4 },
}));
