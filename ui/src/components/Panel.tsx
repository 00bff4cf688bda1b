import { styled } from '@mui/material/styles';
import { type ReactNode, useId } from 'react';
import { size, weight } from '~/tokens.ts';

export interface PanelProps {
  title?: string | undefined;
  /** At the end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
  /** Without inner margins, for tables and lists that bring their own. */
  flush?: boolean;
}

/** A bordered sheet with a title: what belongs together. */
export function Panel({ title, aside, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <Sheet aria-labelledby={title ? id : undefined}>
      {title && (
        <Head>
          <h2 id={id}>{title}</h2>
          {aside}
        </Head>
      )}
      <Body data-flush={flush || undefined}>{children}</Body>
    </Sheet>
  );
}

const Sheet = styled('section')(({ theme }) => ({
  minWidth: 0,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
}));

const Head = styled('div')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  flexWrap: 'wrap',
  gap: '4px 16px',
  minHeight: 46,
  padding: '8px 16px 0',
  '& > h2': { margin: 0, fontSize: '1rem', lineHeight: '22px', fontWeight: weight.strong },
});

const Body = styled('div')({
  padding: '8px 16px 16px',
  '&:first-of-type': { paddingTop: 16 },
  '&[data-flush]': { padding: '8px 0 0' },
  '&[data-flush]:first-of-type': { padding: 0 },
});

/** Panels beside each other where there is room. */
export const Columns = styled('div')({
  display: 'grid',
  gap: 16,
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
  marginBottom: 16,
});
