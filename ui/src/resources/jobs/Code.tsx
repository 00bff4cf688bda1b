import { styled } from '@mui/material/styles';

const Sheet = styled('pre')(({ theme }) => ({
  margin: 0,
  maxHeight: 360,
  overflow: 'auto',
  padding: 12,
  borderRadius: 4,
  fontSize: '0.75rem',
  lineHeight: '18px',
  backgroundColor: theme.vars.palette.sunken,
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
}));

/** Something for programs, as it is; the keyboard can scroll it. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <Sheet tabIndex={0} role="group" aria-label={label}>
      {text}
    </Sheet>
  );
}
