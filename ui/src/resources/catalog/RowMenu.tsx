import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { Ellipsis } from 'lucide-react';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';

export interface RowMenuItem {
  label: string;
  danger?: boolean;
  disabled?: boolean;
  /** Why it cannot be chosen. */
  note?: string;
  onPick: () => void;
}

/** What can be done with one row, behind its dots. */
export function RowMenu({ name, items }: { name: string; items: RowMenuItem[] }) {
  const t = useT();
  if (items.length === 0) return null;
  return (
    <span data-no-row-click style={{ position: 'relative' }}>
      <MenuButton
        button={(props) => (
          <IconButton {...props} size="small" aria-label={`${t('action.more')}: ${name}`}>
            <Ellipsis size={16} />
          </IconButton>
        )}
      >
        {(close) =>
          items.map(({ label, danger, disabled = false, note, onPick }) => (
            <MenuItem
              key={label}
              disabled={disabled}
              sx={danger ? { color: 'bad.text' } : undefined}
              onClick={() => {
                close();
                onPick();
              }}
            >
              <span>
                {label}
                {disabled && note && <small style={{ display: 'block' }}>{note}</small>}
              </span>
            </MenuItem>
          ))
        }
      </MenuButton>
    </span>
  );
}
