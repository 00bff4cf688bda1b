import { styled } from '@mui/material/styles';
import { Check } from 'lucide-react';
import { Link } from 'react-router';
import type { Tracker, TrackerPhase } from '~/api/types.ts';
import { useT } from '~/i18n/useT.ts';
import { useLiveStatus } from '~/live/useLive.ts';
import { isOver, useTracker } from '~/live/useTracker.ts';
import { useFormat } from '~/session/useMe.ts';
import { size, weight } from '~/tokens.ts';
import { Bar } from './Bar.tsx';
import { ErrorState } from './ErrorState.tsx';
import { secondsOf, trackerName } from './pace.ts';

export interface ProgressProps {
  trackerId: number;
  title?: string | undefined;
  /** Where the failed ones are listed. */
  failuresTo?: string | undefined;
}

/** The live progress of one long operation; true after a reload, and a sentence once it is over. */
export function Progress({ trackerId, title, failuresTo }: ProgressProps) {
  const { data, error, refetch } = useTracker(trackerId);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return <TrackerPanel tracker={data} title={title} failuresTo={failuresTo} />;
}

export interface TrackerPanelProps {
  tracker: Tracker;
  title?: string | undefined;
  failuresTo?: string | undefined;
}

/** A tracker drawn: the whole on top, a bar per phase below. */
export function TrackerPanel({ tracker, title, failuresTo }: TrackerPanelProps) {
  const t = useT();
  const format = useFormat();
  const name = title ?? trackerName(tracker, t);
  const failed = t('progress.failures', { smart_count: tracker.failed, _: format.integer(tracker.failed) });
  return (
    <Sheet aria-label={name}>
      <Head>
        <h2>{name}</h2>
        <span>
          <TrackerWords tracker={tracker} />
          {tracker.failed > 0 && (
            <Failed>
              {' · '}
              {failuresTo ? <Link to={failuresTo}>{failed}</Link> : failed}
            </Failed>
          )}
        </span>
      </Head>
      <div
        role="progressbar"
        aria-label={name}
        aria-valuenow={Math.floor(tracker.progress)}
        aria-valuetext={format.percent(tracker.progress / 100)}
      >
        <TrackerBar tracker={tracker} />
      </div>
      {tracker.phases.length > 1 && (
        <Phases>
          {tracker.phases.map((phase) => (
            <Phase key={phase.name} phase={phase} />
          ))}
        </Phases>
      )}
    </Sheet>
  );
}

/** How far, how fast, how long yet; or what happened, when it is over. */
export function TrackerWords({ tracker }: { tracker: Tracker }) {
  const t = useT();
  const format = useFormat();
  const live = useLiveStatus();
  const done = format.integer(tracker.completed);
  const total = format.integer(tracker.total);
  const failed = format.integer(tracker.failed);
  const time = format.duration(secondsOf(tracker));
  const error = tracker.error ?? t('progress.unknown_error');
  if (tracker.status === 'pending') return t('progress.waiting');
  if (tracker.status === 'completed') {
    return t(tracker.failed > 0 ? 'progress.finished_some' : 'progress.finished', { done, failed, time });
  }
  if (tracker.status === 'cancelled') return t('progress.cancelled', { done, total });
  if (tracker.status === 'failed') return t('progress.failed', { done, total, error });
  const { rate_per_s: rate, eta_s: left } = tracker;
  const words = [
    tracker.total === 0 ? t('progress.done', { done }) : t('progress.done_of', { done, total }),
    rate !== null && t('progress.rate', { rate: format.decimal(rate, rate < 10 ? 1 : 0) }),
    left !== null && t('progress.left', { time: format.duration(left) }),
    live === 'open' && t('progress.live'),
    live === 'polling' && t('progress.polling'),
  ];
  return words.filter(Boolean).join(' · ');
}

export function TrackerBar({ tracker, thin = false }: { tracker: Tracker; thin?: boolean }) {
  const handled = tracker.completed + tracker.failed;
  const share = tracker.progress / 100;
  const failedShare = handled > 0 ? (share * tracker.failed) / handled : 0;
  const tone = tracker.status === 'failed' ? 'bad' : tracker.status === 'completed' ? 'good' : 'moving';
  return (
    <Bar
      done={share - failedShare}
      failed={failedShare}
      tone={isOver(tracker) ? tone : 'moving'}
      thin={thin}
    />
  );
}

function Phase({ phase }: { phase: TrackerPhase }) {
  const t = useT();
  const format = useFormat();
  const whole = phase.total ?? phase.completed + phase.failed;
  const over = phase.status === 'completed';
  const failed = whole > 0 ? phase.failed / whole : 0;
  const name = t(`phase.${phase.name}` as Parameters<typeof t>[0], { _: phase.label });
  return (
    <li>
      <PhaseLine>
        <b>{name}</b>
        <span>
          {over ? (
            <Done>
              <Check size={14} strokeWidth={2} aria-hidden="true" /> {format.integer(phase.completed)}
            </Done>
          ) : (
            format.percent(phase.progress / 100)
          )}
        </span>
      </PhaseLine>
      <Bar done={phase.progress / 100 - failed} failed={failed} tone={over ? 'good' : 'moving'} thin />
      <PhaseLine>
        <small>{t(`state.${phase.status}`)}</small>
        {phase.failed > 0 && (
          <Failed>
            {t('progress.failures', { smart_count: phase.failed, _: format.integer(phase.failed) })}
          </Failed>
        )}
      </PhaseLine>
    </li>
  );
}

const Sheet = styled('section')(({ theme }) => ({
  display: 'grid',
  gap: 10,
  padding: '14px 16px 16px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
}));

const Head = styled('div')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'baseline',
  justifyContent: 'space-between',
  gap: '2px 16px',
  '& > h2': { margin: 0, fontSize: '1rem', lineHeight: '22px', fontWeight: weight.strong },
  '& > span': { fontSize: '0.8125rem', lineHeight: '19px', color: theme.vars.palette.text.secondary },
}));

const Phases = styled('ol')({
  listStyle: 'none',
  margin: '6px 0 0',
  padding: 0,
  display: 'grid',
  gap: '14px 24px',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 200px), 1fr))',
  '& > li': { display: 'grid', gap: 5, minWidth: 0 },
});

const PhaseLine = styled('div')(({ theme }) => ({
  display: 'flex',
  justifyContent: 'space-between',
  gap: 8,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > b': { fontWeight: weight.medium },
  '& > small': { fontSize: '0.75rem', lineHeight: '17px', color: theme.vars.palette.text.secondary },
}));

const Done = styled('span')(({ theme }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 4,
  color: theme.vars.palette.good.text,
}));

const Failed = styled('span')(({ theme }) => ({
  color: theme.vars.palette.bad.text,
  '& a': { color: 'inherit' },
}));
