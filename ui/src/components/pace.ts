import type { Tracker } from '~/api/types.ts';
import type { Translate } from '~/i18n/useT.ts';

/** Seconds from the start to the end, or to the last sign of life. */
export function secondsOf(tracker: Tracker): number | null {
  if (!tracker.started_at) return null;
  return (
    (Date.parse(tracker.completed_at ?? tracker.last_activity_at) - Date.parse(tracker.started_at)) / 1000
  );
}

/** What a tracker is about: its own label, else its action in words. */
export function trackerName(tracker: Tracker, t: Translate): string {
  if (tracker.label) return tracker.label;
  const known = `tracker.${tracker.action}` as Parameters<Translate>[0];
  return t(known, { _: tracker.action.replaceAll('_', ' ') });
}
