import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';
import { askedLink } from './question.ts';

const tabs = ['ranking', 'compare', 'changes'] as const;

/** The three readings of the leaderboard; what was asked goes along. */
export function ReportTabs({ open, search }: { open: (typeof tabs)[number]; search: string }) {
  const t = useT();
  return (
    <Bar aria-label={t('reports.tabs.label')}>
      {tabs.map((tab) => (
        <Link
          key={tab}
          to={askedLink(tab === 'ranking' ? '/leaderboard' : `/leaderboard/${tab}`, search)}
          aria-current={tab === open ? 'page' : undefined}
        >
          {t(`reports.tabs.${tab}`)}
        </Link>
      ))}
    </Bar>
  );
}

/** Pages, not panels: links that look like the tabs elsewhere. */
const Bar = styled('nav')(({ theme }) => ({
  display: 'flex',
  gap: 20,
  marginBottom: 16,
  overflowX: 'auto',
  borderBottom: `1px solid ${theme.vars.palette.divider}`,
  '& a': {
    padding: '10px 2px',
    fontSize: '0.8125rem',
    lineHeight: '19px',
    fontWeight: weight.medium,
    color: theme.vars.palette.text.secondary,
    textDecoration: 'none',
    whiteSpace: 'nowrap',
    borderBottom: '2px solid transparent',
  },
  '& a:hover': { color: theme.vars.palette.text.primary },
  '& a:focus-visible': { outlineOffset: -2 },
  '& a[aria-current]': {
    color: theme.vars.palette.text.primary,
    fontWeight: weight.strong,
    borderBottomColor: theme.vars.palette.text.primary,
  },
}));
