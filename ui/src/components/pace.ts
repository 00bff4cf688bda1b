import type { Tracker } from '~/api/types.ts';
import type { Translate } from '~/i18n/useT.ts';

/** Things done a second since the start; null while that says nothing yet. */
export function rateOf(tracker: Tracker): number | null {
  const worked = secondsOf(tracker);
  const handled = tracker.completed + tracker.failed;
  return worked === null || worked < 1 || handled === 0 ? null : handled / worked;
}

/** Seconds left at the pace so far; null when there is no telling. */
export function leftOf(tracker: Tracker): number | null {
  const rate = rateOf(tracker);
  if (rate === null || tracker.total === null || tracker.status !== 'in_progress') return null;
  return Math.max(0, tracker.total - tracker.completed - tracker.failed) / rate;
}

/** Seconds from the start to the end, or to the last sign of life. */
export function secondsOf(tracker: Tracker): number | null {
  const until = tracker.completed_at ?? tracker.last_activity_at;
  if (!tracker.started_at || !until) return null;
  return (Date.parse(until) - Date.parse(tracker.started_at)) / 1000;
}

/** What a tracker is about: its subject's name, else its action in words. */
export function trackerName(tracker: Tracker, t: Translate): string {
  if (tracker.subject?.name) return tracker.subject.name;
  const known = `tracker.${tracker.action}` as Parameters<Translate>[0];
  return t(known, { _: tracker.action.replaceAll('_', ' ') });
}
