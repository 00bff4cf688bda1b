import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { useT } from '~/i18n/useT.ts';
import { useStored } from '~/session/useStored.ts';
import { size } from '~/tokens.ts';
import { AppearanceMenu } from './AppearanceMenu.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { LiveNote } from './LiveNote.tsx';
import { PageErrors } from './PageErrors.tsx';
import { Rail } from './Rail.tsx';
import { TenantMenu } from './TenantMenu.tsx';
import { TopBar } from './TopBar.tsx';
import { useShortcuts } from './useShortcuts.ts';

const HelpDialog = lazy(() => import('./HelpDialog.tsx'));

/** Rail, top bar and the page between them. */
export function Frame() {
  const t = useT();
  const narrow = useMediaQuery('(max-width: 899px)', { noSsr: true });
  const [collapsed, setCollapsed] = useStored('souk.rail-collapsed', false);
  const [drawer, setDrawer] = useState(false);
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  useShortcuts({ onSearch: () => search.current?.focus(), onHelp: () => setHelp(true) });
  useFreshPage(main);

  return (
    <Grid
      style={{
        gridTemplateColumns: narrow
          ? 'minmax(0, 1fr)'
          : `${collapsed ? size.railCollapsed : size.rail}px minmax(0, 1fr)`,
      }}
    >
      <Skip href="#page">{t('frame.skip')}</Skip>
      {narrow ? (
        <Drawer
          open={drawer}
          onClose={() => setDrawer(false)}
          slotProps={{ paper: { sx: { width: 280, maxWidth: '85vw' } } }}
        >
          <Rail
            onNavigate={() => setDrawer(false)}
            foot={
              <Foot>
                <TenantMenu />
                <span style={{ flex: 1 }} />
                <LanguageMenu />
                <AppearanceMenu />
              </Foot>
            }
          />
        </Drawer>
      ) : (
        <Side>
          <Rail
            collapsed={collapsed}
            foot={<CollapseButton collapsed={collapsed} onChange={setCollapsed} />}
          />
        </Side>
      )}
      <div>
        <TopBar
          searchRef={search}
          narrow={narrow}
          showRunning={narrow || collapsed}
          onMenu={() => setDrawer(true)}
          onHelp={() => setHelp(true)}
        />
        <Main id="page" ref={main} tabIndex={-1}>
          <LiveNote />
          <PageErrors>
            <Suspense fallback={<PageWait />}>
              <Outlet />
            </Suspense>
          </PageErrors>
        </Main>
      </div>
      {help && (
        <Suspense fallback={null}>
          <HelpDialog onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </Grid>
  );
}

function CollapseButton({
  collapsed,
  onChange,
}: {
  collapsed: boolean;
  onChange: (collapsed: boolean) => void;
}) {
  const t = useT();
  const Icon = collapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <IconButton
      aria-label={t(collapsed ? 'frame.expand' : 'frame.collapse')}
      onClick={() => onChange(!collapsed)}
      sx={{ mt: 2, color: 'text.third' }}
    >
      <Icon size={17} strokeWidth={1.7} />
    </IconButton>
  );
}

/** A page that was navigated to starts at its top, and the keyboard with it. */
function useFreshPage(main: React.RefObject<HTMLElement | null>) {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    const section = (path: string) => path.split('/').slice(0, 3).join('/');
    if (section(last.current) === section(pathname)) return;
    last.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname, main]);
}

const Grid = styled('div')({ display: 'grid', minHeight: '100dvh' });

const Side = styled('div')(({ theme }) => ({
  position: 'sticky',
  top: 0,
  height: '100dvh',
  minWidth: 0,
  borderRight: `1px solid ${theme.vars.palette.divider}`,
}));

const Foot = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  marginTop: 8,
  paddingTop: 8,
  borderTop: `1px solid ${theme.vars.palette.divider}`,
}));

const Main = styled('main')({
  maxWidth: size.page,
  margin: '0 auto',
  padding: '22px 28px 48px',
  '@media (max-width: 899px)': { padding: '16px 16px 40px' },
});

const Skip = styled('a')(({ theme }) => ({
  position: 'fixed',
  zIndex: theme.zIndex.tooltip,
  top: 8,
  left: 8,
  padding: '6px 12px',
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.fill,
  color: theme.vars.palette.primary.contrastText,
  transform: 'translateY(-200%)',
  '&:focus': { transform: 'none' },
}));
