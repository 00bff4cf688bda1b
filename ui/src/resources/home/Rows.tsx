import { styled } from '@mui/material/styles';
import { weight } from '~/tokens.ts';

/** Lines of a panel of the first page: words on the left, a fact or a link at the end. */
export const Rows = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > li': {
    display: 'grid',
    gap: 8,
    padding: '12px 16px 13px',
    borderTop: `1px solid ${theme.vars.palette.divider}`,
  },
  '& > li > div': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '2px 16px',
  },
  '& b': { fontWeight: weight.strong },
  '& a': { color: 'inherit', textDecoration: 'none' },
  '& a:hover': { textDecoration: 'underline' },
  '& small': {
    display: 'block',
    fontSize: '0.75rem',
    lineHeight: '17px',
    color: theme.vars.palette.text.secondary,
  },
  '& [data-end]': { color: theme.vars.palette.text.secondary },
  '& a[data-act]': { color: theme.vars.palette.primary.main, fontWeight: weight.medium },
}));
