import { styled } from '@mui/material/styles';
import { useT } from '~/i18n/useT.ts';
import { useLiveStatus } from '~/live/useLive.ts';

/** Says when the page has to ask instead of being told. */
export function LiveNote() {
  const t = useT();
  const status = useLiveStatus();
  return <div role="status">{status === 'polling' && <Note>{t('frame.live.off')}</Note>}</div>;
}

const Note = styled('p')(({ theme }) => ({
  margin: '0 0 12px',
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.third,
}));
