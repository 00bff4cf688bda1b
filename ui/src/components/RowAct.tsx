import Button from '@mui/material/Button';

export interface RowActProps {
  label: string;
  /** With the row's name, for who hears the buttons one after the other. */
  full: string;
  disabled?: boolean;
  onAct: () => void;
}

/** An act at the end of a row: a button that makes the row no higher. */
export function RowAct({ label, full, disabled = false, onAct }: RowActProps) {
  return (
    <Button
      variant="text"
      size="small"
      data-no-row-click
      aria-label={full}
      disabled={disabled}
      onClick={onAct}
      sx={{ my: -1.5, mx: -2, px: 2, whiteSpace: 'nowrap' }}
    >
      {label}
    </Button>
  );
}
