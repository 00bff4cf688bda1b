import { styled } from '@mui/material/styles';
import { weight } from '~/tokens.ts';

export interface EmptyStateProps {
  title: string;
  /** What belongs here. */
  text?: string;
  /** The first step, as buttons. */
  children?: React.ReactNode;
  small?: boolean;
}

/** Says what belongs here and does the first step. */
export function EmptyState({ title, text, children, small = false }: EmptyStateProps) {
  return (
    <Box data-small={small || undefined}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div>{children}</div>}
    </Box>
  );
}

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  justifyContent: 'center',
  textAlign: 'center',
  minHeight: 248,
  padding: '32px 20px',
  '&[data-small]': { minHeight: 0, padding: '24px 20px' },
  '& > h2': { margin: 0, fontSize: '1rem', lineHeight: '22px', fontWeight: weight.strong },
  '&[data-small] > h2': { fontSize: '0.8125rem', lineHeight: '19px' },
  '& > p': {
    margin: '4px 0 0',
    maxWidth: 440,
    fontSize: '0.8125rem',
    lineHeight: '19px',
    color: theme.vars.palette.text.secondary,
  },
  '& > div': { display: 'flex', flexWrap: 'wrap', gap: 8, justifyContent: 'center', marginTop: 16 },
}));
