import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

/** What is chosen on the left, what comes of it on the right; below each other where there is no room. */
export function SegmentLayout({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <Sheet>
      <div>{main}</div>
      <div>{side}</div>
    </Sheet>
  );
}

const Sheet = styled('div')({
  display: 'grid',
  gap: 16,
  gridTemplateColumns: 'minmax(0, 1fr) minmax(300px, 380px)',
  alignItems: 'start',
  '& > div': { display: 'grid', gap: 16, minWidth: 0 },
  '& > div:last-of-type': { position: 'sticky', top: 72 },
  '@media (max-width: 1099px)': {
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& > div:last-of-type': { position: 'static' },
  },
});
