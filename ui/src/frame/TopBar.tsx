import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { Menu as MenuIcon } from 'lucide-react';
import type { Ref } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useRunning } from '~/live/useTracker.ts';
import { size } from '~/tokens.ts';
import { AppearanceMenu } from './AppearanceMenu.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { MeMenu } from './MeMenu.tsx';
import { NoticesBell } from './NoticesBell.tsx';
import { SearchBox } from './SearchBox.tsx';
import { TenantMenu } from './TenantMenu.tsx';

export interface TopBarProps {
  searchRef: Ref<HTMLInputElement>;
  narrow: boolean;
  /** The rail and its card are not in view, so the bar itself says what runs. */
  showRunning: boolean;
  onMenu: () => void;
  onHelp: () => void;
}

export function TopBar({ searchRef, narrow, showRunning, onMenu, onHelp }: TopBarProps) {
  const t = useT();
  return (
    <Bar>
      {narrow && (
        <IconButton aria-label={t('frame.menu')} onClick={onMenu} edge="start">
          <MenuIcon size={20} strokeWidth={1.7} />
        </IconButton>
      )}
      <SearchBox inputRef={searchRef} />
      <Right>
        {!narrow && <LanguageMenu />}
        {!narrow && <AppearanceMenu />}
        <NoticesBell />
        {!narrow && <TenantMenu />}
        <MeMenu onHelp={onHelp} />
      </Right>
      {showRunning && <RunningLine />}
    </Bar>
  );
}

function RunningLine() {
  const { data: running = [] } = useRunning();
  if (running.length === 0) return null;
  const progress = running.reduce((sum, tracker) => sum + tracker.progress, 0) / running.length;
  return <Line style={{ width: `${progress}%` }} aria-hidden="true" />;
}

const Bar = styled('header')(({ theme }) => ({
  position: 'sticky',
  top: 0,
  zIndex: theme.zIndex.appBar,
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  height: size.topBar,
  padding: '0 28px',
  borderBottom: `1px solid ${theme.vars.palette.divider}`,
  backgroundColor: theme.vars.palette.background.default,
  '@media (max-width: 899px)': { padding: '0 8px 0 12px', gap: 8 },
}));

const Right = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  marginLeft: 'auto',
  flex: 'none',
});

const Line = styled('div')(({ theme }) => ({
  position: 'absolute',
  left: 0,
  bottom: -1,
  height: 2,
  backgroundColor: theme.vars.palette.primary.main,
}));
