import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { NavLink } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import type { Section } from '~/sections.ts';
import { useRail } from '~/session/useSections.ts';
import { size, weight } from '~/tokens.ts';
import { Logo } from './Logo.tsx';
import { RunningCard } from './RunningCard.tsx';

export interface RailProps {
  collapsed?: boolean;
  onNavigate?: () => void;
  foot?: React.ReactNode;
}

/** The sections, grouped as people work. */
export function Rail({ collapsed = false, onNavigate, foot }: RailProps) {
  const t = useT();
  const { home, groups } = useRail();
  return (
    <Column aria-label={t('frame.navigation')} data-collapsed={collapsed || undefined}>
      <Brand>
        <Logo />
        {!collapsed && t('frame.product')}
      </Brand>
      <Scroller>
        <List>
          <Entry section={home} collapsed={collapsed} onNavigate={onNavigate} />
        </List>
        {groups.map(({ group, sections }) => (
          <section key={group} aria-label={t(`frame.group.${group}`)}>
            {collapsed ? <Rule /> : <Heading aria-hidden="true">{t(`frame.group.${group}`)}</Heading>}
            <List>
              {sections.map((section) => (
                <Entry key={section.name} section={section} collapsed={collapsed} onNavigate={onNavigate} />
              ))}
            </List>
          </section>
        ))}
      </Scroller>
      {!collapsed && <RunningCard />}
      {foot}
    </Column>
  );
}

interface EntryProps {
  section: Section;
  collapsed: boolean;
  onNavigate: (() => void) | undefined;
}

function Entry({ section, collapsed, onNavigate }: EntryProps) {
  const t = useT();
  const Icon = section.icon;
  const word = t(section.label);
  const link = (
    <Link
      to={`/${section.path}`}
      end={section.path === ''}
      onClick={onNavigate}
      aria-label={collapsed ? word : undefined}
    >
      <Icon size={17} strokeWidth={1.7} aria-hidden="true" />
      {!collapsed && <span>{word}</span>}
    </Link>
  );
  return (
    <li>
      {collapsed ? (
        <Tooltip title={word} placement="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}

const Column = styled('nav')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  padding: '0 12px 12px',
  '&[data-collapsed]': { padding: '0 10px 12px', alignItems: 'center' },
});

const Brand = styled('div')({
  height: size.topBar,
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  padding: '0 9px',
  fontSize: '1.0625rem',
  fontWeight: weight.strong,
  letterSpacing: '-0.01em',
});

const Scroller = styled('div')({
  flex: 1,
  minHeight: 0,
  overflowY: 'auto',
  margin: '0 -4px',
  padding: '2px 4px 12px',
  scrollbarWidth: 'thin',
});

const Heading = styled('div')(({ theme }) => ({
  padding: '14px 10px 4px',
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.third,
}));

const Rule = styled('hr')(({ theme }) => ({
  border: 0,
  borderTop: `1px solid ${theme.vars.palette.divider}`,
  margin: '8px 4px',
}));

const List = styled('ul')({ listStyle: 'none', margin: 0, padding: 0 });

const Link = styled(NavLink)(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  minHeight: 31,
  padding: '0 9px',
  borderRadius: size.radius,
  color: theme.vars.palette.text.secondary,
  textDecoration: 'none',
  fontSize: '0.8125rem',
  fontWeight: weight.medium,
  '&:hover': { backgroundColor: theme.vars.palette.hover, color: theme.vars.palette.text.primary },
  '&.active': { backgroundColor: theme.vars.palette.chosen, color: theme.vars.palette.text.primary },
  '&.active svg': { color: theme.vars.palette.primary.main },
  '&:focus-visible': { outlineOffset: -2 },
  '@media (pointer: coarse)': { minHeight: size.touch },
}));
