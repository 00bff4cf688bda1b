import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Popover from '@mui/material/Popover';
import { Columns3 } from 'lucide-react';
import { useId, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import type { Column, Row } from './types.ts';

export interface ColumnsButtonProps<R extends Row> {
  columns: Column<R>[];
  hidden: string[];
  /** Null goes back to what the list shows at first. */
  onChange: (hidden: string[] | null) => void;
}

export function ColumnsButton<R extends Row>({ columns, hidden, onChange }: ColumnsButtonProps<R>) {
  const t = useT();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        id={id}
        variant="text"
        aria-haspopup="dialog"
        startIcon={<Columns3 size={16} strokeWidth={1.7} />}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('list.columns')}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-labelledby': id,
            sx: { display: 'grid', p: '8px 16px 8px 14px', minWidth: 200 },
          },
        }}
      >
        {columns.map(({ name, label, main }) => (
          <FormControlLabel
            key={name}
            sx={{ ml: -1 }}
            label={label}
            control={
              <Checkbox
                checked={main || !hidden.includes(name)}
                disabled={main ?? false}
                onChange={(_, checked) =>
                  onChange(checked ? hidden.filter((other) => other !== name) : [...hidden, name])
                }
              />
            }
          />
        ))}
        <Button
          variant="text"
          color="primary"
          sx={{ justifySelf: 'start', px: 1 }}
          onClick={() => onChange(null)}
        >
          {t('list.columns_reset')}
        </Button>
      </Popover>
    </>
  );
}
