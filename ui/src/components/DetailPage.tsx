import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Ellipsis, type LucideIcon } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { type Figure, FigureStrip } from './Figures.tsx';
import { MenuButton } from './MenuButton.tsx';
import { type Crumb, Page } from './Page.tsx';
import { PageWait } from './PageWait.tsx';

export interface DetailAction {
  name: string;
  label: string;
  icon?: LucideIcon;
  /** The one step that is next; at most one. */
  primary?: boolean;
  danger?: boolean;
  /** In the menu behind the dots. */
  more?: boolean;
  disabled?: boolean;
  onAct: () => void;
}

export interface DetailTab {
  name: string;
  label: string;
  count?: string | undefined;
  content: ReactNode;
}

export interface DetailPageProps {
  title: string;
  note?: ReactNode;
  chip?: ReactNode;
  crumbs: Crumb[];
  /** Only what is legal in the present state. On a phone they are docked at the bottom. */
  actions?: DetailAction[];
  figures?: Figure[];
  /** What the figures are asked: the period, above all. */
  controls?: ReactNode;
  /** Names in the address that all tabs share; the rest is dropped on the way to another. */
  keep?: string[];
  /** What runs for it: on a phone it comes ahead of the figures. */
  progress?: ReactNode;
  /** The log last. */
  tabs: DetailTab[];
}

/** What is it, how is it, what can I do; then its figures, then everything else in tabs. */
export function DetailPage({
  title,
  note,
  chip,
  crumbs,
  actions = [],
  figures,
  controls,
  keep,
  progress,
  tabs,
}: DetailPageProps) {
  const phone = useMediaQuery('(max-width: 699px)', { noSsr: true });
  const buttons = actions.length > 0 && <Actions actions={actions} />;
  const strip = figures && figures.length > 0 && <FigureStrip figures={figures} label={title} />;
  const running = progress && <div style={{ marginBottom: 16 }}>{progress}</div>;
  return (
    <Page title={title} note={note} chip={chip} crumbs={crumbs} actions={!phone && buttons}>
      {phone && running}
      {controls && <Controls>{controls}</Controls>}
      {strip}
      {!phone && running}
      <DetailTabs tabs={tabs} label={title} keep={keep} />
      {phone && buttons && <Dock>{buttons}</Dock>}
    </Page>
  );
}

function Actions({ actions }: { actions: DetailAction[] }) {
  const t = useT();
  const inMenu = actions.filter(({ more }) => more);
  return (
    <>
      {actions
        .filter(({ more }) => !more)
        .map(({ name, label, icon: Icon, primary, danger, disabled = false, onAct }) => (
          <Button
            key={name}
            variant={primary ? 'contained' : 'outlined'}
            color={danger ? 'error' : 'inherit'}
            startIcon={Icon && <Icon size={16} strokeWidth={1.7} />}
            disabled={disabled}
            onClick={onAct}
          >
            {label}
          </Button>
        ))}
      {inMenu.length > 0 && (
        <MenuButton
          button={(props) => (
            <Button
              {...props}
              variant="text"
              aria-label={t('action.more')}
              sx={{ px: 2, flex: '0 0 auto !important' }}
            >
              <Ellipsis size={18} />
            </Button>
          )}
        >
          {(close) =>
            inMenu.map(({ name, label, icon: Icon, danger, disabled = false, onAct }) => (
              <MenuItem
                key={name}
                disabled={disabled}
                sx={danger ? { color: 'bad.text' } : undefined}
                onClick={() => {
                  close();
                  onAct();
                }}
              >
                {Icon && <Icon size={16} strokeWidth={1.7} />}
                {label}
              </MenuItem>
            ))
          }
        </MenuButton>
      )}
    </>
  );
}

/** The open tab is in the address; changing it drops the list state of the one before. */
interface DetailTabsProps {
  tabs: DetailTab[];
  label: string;
  keep: string[] | undefined;
}

function DetailTabs({ tabs, label, keep = [] }: DetailTabsProps) {
  const [params] = useSearchParams();
  const open = tabs.find(({ name }) => name === params.get('tab')) ?? tabs[0];
  if (!open) return null;
  const kept = keep.flatMap((name): [string, string][] => params.getAll(name).map((value) => [name, value]));
  const address = (tab: string, i: number) =>
    `?${new URLSearchParams([...(i === 0 ? [] : [['tab', tab]]), ...kept])}`;
  return (
    <>
      {tabs.length > 1 && (
        <Tabs value={open.name} aria-label={label} sx={{ mb: 4 }}>
          {tabs.map(({ name, label: word, count }, i) => (
            <Tab
              key={name}
              value={name}
              id={`tab-${name}`}
              aria-controls={`panel-${name}`}
              component={Link}
              to={address(name, i)}
              preventScrollReset
              label={
                <span>
                  {word}
                  {count && <Count>{count}</Count>}
                </span>
              }
            />
          ))}
        </Tabs>
      )}
      <TabPanel name={open.name} alone={tabs.length === 1}>
        <Suspense key={open.name} fallback={<PageWait />}>
          {open.content}
        </Suspense>
      </TabPanel>
    </>
  );
}

function TabPanel({ name, alone, children }: { name: string; alone: boolean; children: ReactNode }) {
  if (alone) return children;
  return (
    <div id={`panel-${name}`} role="tabpanel" aria-labelledby={`tab-${name}`}>
      {children}
    </div>
  );
}

const Count = styled('span')(({ theme }) => ({
  marginLeft: 7,
  fontWeight: 400,
  color: theme.vars.palette.text.secondary,
}));

const Controls = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 12 });

const Dock = styled('div')(({ theme }) => ({
  position: 'sticky',
  zIndex: theme.zIndex.appBar,
  bottom: 0,
  display: 'flex',
  gap: 8,
  margin: '16px -16px -40px',
  padding: '12px 12px calc(12px + env(safe-area-inset-bottom))',
  borderTop: `1px solid ${theme.vars.palette.divider}`,
  backgroundColor: theme.vars.palette.background.default,
  '& > *': { flex: 1 },
}));
