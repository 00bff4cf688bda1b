import Menu from '@mui/material/Menu';
import { useId, useState } from 'react';

export interface MenuButtonProps {
  button: (props: {
    id: string;
    'aria-haspopup': 'menu';
    'aria-expanded': boolean;
    onClick: (event: React.MouseEvent<HTMLElement>) => void;
  }) => React.ReactNode;
  /** The items; called with what closes the menu. */
  children: (close: () => void) => React.ReactNode;
}

/** A button with a menu, wired for keyboard and screen reader. */
export function MenuButton({ button, children }: MenuButtonProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      {button({
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== null,
        onClick: (event) => setAnchor(event.currentTarget),
      })}
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ list: { 'aria-labelledby': id } }}
      >
        {children(close)}
      </Menu>
    </>
  );
}
