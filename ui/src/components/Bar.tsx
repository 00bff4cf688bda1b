import { styled } from '@mui/material/styles';

export interface BarProps {
  /** Shares of the whole, 0 to 1; the failed part is drawn after the done one. */
  done: number;
  failed: number;
  thin?: boolean;
  tone?: 'moving' | 'good' | 'warn' | 'bad';
}

/** The bar alone, for where words beside it already say what it shows. */
export function Bar({ done, failed, thin = false, tone = 'moving' }: BarProps) {
  return (
    <Track data-thin={thin || undefined} aria-hidden="true">
      <Part tone={tone} style={{ width: share(done) }} />
      {failed > 0 && <Part tone="bad" style={{ width: share(failed), minWidth: 3 }} data-gap />}
    </Track>
  );
}

function share(part: number): string {
  return `${Math.max(0, Math.min(1, part)) * 100}%`;
}

const Track = styled('span')(({ theme }) => ({
  display: 'flex',
  width: '100%',
  height: 7,
  borderRadius: 4,
  overflow: 'hidden',
  backgroundColor: theme.vars.palette.track,
  '&[data-thin]': { height: 4, borderRadius: 2 },
}));

const Part = styled('span', { shouldForwardProp: (name) => name !== 'tone' })<{
  tone: NonNullable<BarProps['tone']>;
}>(({ theme, tone }) => ({
  height: '100%',
  transition: 'width 140ms linear',
  backgroundColor: {
    moving: theme.vars.palette.primary.main,
    good: theme.vars.palette.good.text,
    warn: theme.vars.palette.warn.text,
    bad: theme.vars.palette.bad.text,
  }[tone],
  '&[data-gap]': { borderLeft: `1px solid ${theme.vars.palette.background.paper}` },
}));
