import { Link } from 'react-router';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { secondsOf, trackerName } from '~/components/pace.ts';
import { type Format, MISSING } from '~/format.ts';
import { type Translate, useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { subjectPath } from './subjectPath.ts';
import type { WholeTracker } from './types.ts';

/** What it is about, who began it, and what came of it. */
export function TrackerFacts({ tracker }: { tracker: WholeTracker }) {
  const t = useT();
  const format = useFormat();
  const path = subjectPath(tracker);
  const outcome = plainFacts(tracker.outcome, t, format);
  return (
    <Columns>
      <Panel title={t('jobs.course')} flush>
        <FactList
          facts={[
            {
              label: t('jobs.subject'),
              value: path ? <Link to={path}>{trackerName(tracker, t)}</Link> : trackerName(tracker, t),
            },
            { label: t('jobs.by'), value: actorWords(tracker.created_by, t) },
            { label: t('jobs.started'), value: <DateTime value={tracker.started_at} /> },
            { label: t('jobs.last_activity'), value: <DateTime value={tracker.last_activity_at} relative /> },
            { label: t('jobs.ended'), value: <DateTime value={tracker.completed_at} /> },
            { label: t('jobs.took'), value: format.duration(secondsOf(tracker)) },
            { label: t('jobs.cancel_asked'), value: <DateTime value={tracker.cancel_requested_at} /> },
          ]}
        />
      </Panel>
      <Panel title={t('jobs.outcome')} flush>
        <FactList
          facts={[
            ...(tracker.error ? [{ label: t('jobs.error'), value: tracker.error }] : []),
            ...(outcome.length > 0 ? outcome : [{ label: t('jobs.result'), value: MISSING }]),
          ]}
        />
      </Panel>
    </Columns>
  );
}

const ORDER = [
  'rows_read',
  'created_count',
  'changed_count',
  'unchanged_count',
  'rows_rejected',
  'rows_noted',
  'rows_skipped',
];

/** Figures of the outcome by their names; what is nested stays with the record it is about. */
function plainFacts(values: Record<string, unknown>, t: Translate, format: Format) {
  const place = (name: string) => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1);
  const sorted = Object.entries(values).sort(([a], [b]) => place(a) - place(b));
  return sorted.flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null) return [];
    const label = t(`jobs.outcomes.${name}` as Parameters<Translate>[0], { _: name.replaceAll('_', ' ') });
    if (typeof value === 'number') return [{ label, value: format.integer(value) }];
    if (typeof value === 'boolean') return [{ label, value: t(value ? 'list.yes' : 'list.no') }];
    return [{ label, value: String(value ?? MISSING) }];
  });
}
