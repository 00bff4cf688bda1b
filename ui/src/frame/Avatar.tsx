import { styled } from '@mui/material/styles';
import { size, weight } from '~/tokens.ts';

/** The first letter of a shop or a person; decoration beside the name, or labelled by its button. */
export function Avatar({ name, round = false }: { name: string; round?: boolean }) {
  return (
    <Box aria-hidden="true" data-round={round || undefined}>
      {name.trim().charAt(0).toLocaleUpperCase()}
    </Box>
  );
}

const Box = styled('span')(({ theme }) => ({
  display: 'inline-grid',
  placeItems: 'center',
  flex: 'none',
  width: 24,
  height: 24,
  borderRadius: size.radius,
  fontSize: '0.75rem',
  fontWeight: weight.strong,
  backgroundColor: theme.vars.palette.text.primary,
  color: theme.vars.palette.background.default,
  '&[data-round]': {
    borderRadius: '50%',
    backgroundColor: theme.vars.palette.chosen,
    color: theme.vars.palette.text.primary,
  },
}));
