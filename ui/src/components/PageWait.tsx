import { styled } from '@mui/material/styles';
import { useDeferredShow } from './useDeferredShow.ts';

/** While a page's code or first data is on its way; shows nothing at all when that is quick. */
export function PageWait() {
  const late = useDeferredShow(300);
  return (
    <div role="status" aria-busy="true">
      {late && (
        <>
          <Line style={{ width: 220, height: 24 }} />
          <Line style={{ width: '100%', height: 64, marginTop: 20 }} />
          <Line style={{ width: '100%', height: 320, marginTop: 16 }} />
        </>
      )}
    </div>
  );
}

const Line = styled('div')(({ theme }) => ({
  maxWidth: '100%',
  borderRadius: 6,
  backgroundColor: theme.vars.palette.hover,
}));
