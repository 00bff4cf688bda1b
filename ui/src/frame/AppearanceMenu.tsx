import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { useColorScheme } from '@mui/material/styles';
import { Monitor, Moon, Sun } from 'lucide-react';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';

const choices = [
  ['light', Sun],
  ['dark', Moon],
  ['system', Monitor],
] as const;

export function AppearanceMenu() {
  const t = useT();
  const { mode = 'system', systemMode, setMode } = useColorScheme();
  const isDark = mode === 'dark' || (mode === 'system' && systemMode === 'dark');
  const Now = isDark ? Moon : Sun;
  return (
    <MenuButton
      button={(props) => (
        <IconButton
          {...props}
          aria-label={`${t('frame.appearance.label')}: ${t(`frame.appearance.${mode}`)}`}
        >
          <Now size={18} strokeWidth={1.7} />
        </IconButton>
      )}
    >
      {(close) =>
        choices.map(([choice, Icon]) => (
          <MenuItem
            key={choice}
            selected={choice === mode}
            onClick={() => {
              close();
              setMode(choice);
            }}
          >
            <Icon size={16} strokeWidth={1.7} />
            {t(`frame.appearance.${choice}`)}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
