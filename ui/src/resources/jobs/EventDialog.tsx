import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { useAct } from '~/components/useAct.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { recordPath } from '~/sections.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { AsideChip } from './AsideChip.tsx';
import type { EventAside } from './types.ts';

/** One event that could not be handled: all that is known, and the two ways on. */
export function EventDialog({ event, onClose }: { event: EventAside; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const mayAct = useCan('jobs.retry') && event.state !== 'following';
  const [skipping, setSkipping] = useState(false);
  const { act, busy } = useAct();
  const [kind = '', number] = event.aggregate.split(':');
  const path = recordPath(kind, number);
  const go = async (verb: 'retry' | 'discard') => {
    await act({
      path: `events/set-aside/${event.id}/${verb}`,
      done: t(verb === 'retry' ? 'jobs.event_retried' : 'jobs.event_skipped'),
      refresh: ['set-aside', 'home'],
    });
    onClose();
  };
  if (skipping)
    return (
      <ConfirmDialog
        title={t('jobs.skip_ask', { type: event.type, subscriber: event.subscriber })}
        text={t('jobs.skip_text', { subscriber: event.subscriber })}
        verb={t('jobs.skip')}
        danger
        busy={busy}
        onClose={() => setSkipping(false)}
        onConfirm={() => go('discard')}
      />
    );
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{event.type}</DialogTitle>
      <DialogContent sx={{ px: 0 }}>
        <FactList
          facts={[
            { label: t('jobs.state'), value: <AsideChip event={event} /> },
            { label: t('jobs.error'), value: event.error ?? MISSING },
            {
              label: t('jobs.about'),
              value: path ? <Link to={path}>{event.aggregate}</Link> : event.aggregate,
            },
            { label: t('jobs.subscriber'), value: event.subscriber },
            { label: t('jobs.event_number'), value: String(event.event_id) },
            { label: t('jobs.occurred'), value: <DateTime value={event.occurred_at} /> },
            { label: t('jobs.runs'), value: format.integer(event.attempts) },
            { label: t('jobs.last_try'), value: <DateTime value={event.last_attempt_at} /> },
            { label: t('jobs.next_try'), value: <DateTime value={event.next_attempt_at} /> },
          ]}
        />
        {event.state === 'following' && (
          <p style={{ margin: '12px 16px 0', fontSize: '0.8125rem' }}>{t('jobs.following_text')}</p>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {t('action.close')}
        </Button>
        {mayAct && (
          <>
            <Button color="error" disabled={busy} onClick={() => setSkipping(true)}>
              {t('jobs.skip')}
            </Button>
            <Button variant="contained" disabled={busy} onClick={() => go('retry')}>
              {t('jobs.retry')}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}
