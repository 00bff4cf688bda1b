import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { weight } from '~/tokens.ts';

export interface PageTab {
  name: string;
  label: string;
  to: string;
}

/** The pages of a section: links that look like the tabs of a page. */
export function PageTabs({ tabs, open, label }: { tabs: PageTab[]; open: string; label: string }) {
  if (tabs.length < 2) return null;
  return (
    <Bar aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.name} to={tab.to} aria-current={tab.name === open ? 'page' : undefined}>
          {tab.label}
        </Link>
      ))}
    </Bar>
  );
}

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
