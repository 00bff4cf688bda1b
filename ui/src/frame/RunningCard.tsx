import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { Bar } from '~/components/Bar.tsx';
import { trackerName } from '~/components/pace.ts';
import { useT } from '~/i18n/useT.ts';
import { useRunning } from '~/live/useTracker.ts';
import { useFormat } from '~/session/useMe.ts';
import { size, weight } from '~/tokens.ts';

/** What runs now with one thin bar; nothing at all while nothing runs. */
export function RunningCard() {
  const t = useT();
  const format = useFormat();
  const { data: running = [] } = useRunning();
  const [first] = running;
  if (!first) return null;
  const progress = running.reduce((sum, tracker) => sum + tracker.progress, 0) / running.length / 100;
  const name =
    running.length === 1 ? trackerName(first, t) : t('frame.running.many', { smart_count: running.length });
  const left = Math.max(...running.map((tracker) => tracker.eta_s ?? 0));
  return (
    <Card to="/jobs" aria-label={`${t('frame.running.label')}: ${name}, ${format.percent(progress)}`}>
      <Line>
        <span>{name}</span>
        <b>{Math.floor(progress * 100)}%</b>
      </Line>
      <Bar done={progress} failed={0} thin />
      {left > 0 && <small>{t('progress.left', { time: format.duration(left) })}</small>}
    </Card>
  );
}

const Card = styled(Link)(({ theme }) => ({
  display: 'grid',
  gap: 7,
  flex: 'none',
  padding: '10px 12px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  color: theme.vars.palette.text.primary,
  textDecoration: 'none',
  fontSize: '0.75rem',
  lineHeight: '17px',
  '&:hover': { borderColor: theme.vars.palette.outline },
  '& small': { color: theme.vars.palette.text.secondary, fontSize: 'inherit' },
}));

const Line = styled('span')({
  display: 'flex',
  justifyContent: 'space-between',
  gap: 8,
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > b': { fontWeight: weight.strong },
});
