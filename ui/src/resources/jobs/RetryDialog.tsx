import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

export interface RetryDialogProps {
  /** Which failed jobs; nothing given: all of them. */
  which: Shape<'FailedJobFilter'>;
  count: number;
  onClose: () => void;
  onDone?: () => void;
}

/** Asks before many failed jobs are run again. */
export function RetryDialog({ which, count, onClose, onDone }: RetryDialogProps) {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct<Shape<'RetriedShape'>>();
  const counted = { smart_count: count, _: format.integer(count) };
  return (
    <ConfirmDialog
      title={t('jobs.retry_ask', counted)}
      text={t('jobs.retry_text')}
      verb={t('jobs.retry_all', counted)}
      busy={busy}
      onClose={onClose}
      onConfirm={async () => {
        await act({
          path: 'jobs/retry-all',
          body: which,
          done: ({ retried }) => t('jobs.retried', { smart_count: retried, _: format.integer(retried) }),
          refresh: ['jobs', 'home', 'trackers'],
        });
        onDone?.();
        onClose();
      }}
    />
  );
}
