import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';

/** Asks before what was typed is lost, by a link of ours or by closing the tab. */
export function LeaveGuard({ when }: { when: boolean }) {
  const t = useT();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!when) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [when]);
  if (blocker.state !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={t('form.unsaved')}
      text={t('form.leave')}
      verb={t('form.leave_verb')}
      back={t('form.stay')}
      danger
      onConfirm={() => blocker.proceed()}
      onClose={() => blocker.reset()}
    />
  );
}
