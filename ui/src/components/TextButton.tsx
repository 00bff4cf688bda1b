import { styled } from '@mui/material/styles';

/** Words that open something here, in a row of a table: they look like the row's own and act like a link. */
export const TextButton = styled('button')(({ theme }) => ({
  all: 'unset',
  cursor: 'pointer',
  font: 'inherit',
  color: 'inherit',
  overflowWrap: 'anywhere',
  '&:hover': { textDecoration: 'underline' },
  '&:focus-visible': {
    outline: `2px solid ${theme.vars.palette.primary.main}`,
    outlineOffset: 2,
    borderRadius: 2,
  },
  // On a phone the whole card opens, as it does where a row is a link.
  '@media (max-width: 699px)': { '&::after': { content: '""', position: 'absolute', inset: 0 } },
}));
