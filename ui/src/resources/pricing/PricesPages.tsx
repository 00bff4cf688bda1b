import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';

const pages = { lists: '/prices', own: '/prices/own', rates: '/prices/rates' } as const;

/** The three pages of the section. */
export function PricesPages({ open }: { open: keyof typeof pages }) {
  const t = useT();
  return (
    <Bar aria-label={t('pricing.pages.label')}>
      {Object.entries(pages).map(([page, to]) => (
        <Link key={page} to={to} aria-current={page === open ? 'page' : undefined}>
          {t(`pricing.pages.${page as keyof typeof pages}`)}
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
