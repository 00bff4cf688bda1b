import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { TrackerBar, TrackerWords } from '~/components/Progress.tsx';
import { trackerName } from '~/components/pace.ts';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useRunning } from '~/live/useTracker.ts';
import { recordPath } from '~/sections.ts';
import { useFormat } from '~/session/useMe.ts';
import { Rows } from './Rows.tsx';

type Coming = Shape<'ComingCampaign'>;

/** What is at work, live; below it what starts and ends within a week. */
export function RunningNow({ coming }: { coming: Coming[] }) {
  const t = useT();
  const { data: running, error, refetch } = useRunning();
  return (
    <Panel title={t('home.running')} flush>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {running?.length === 0 && coming.length === 0 && (
        <EmptyState small title={t('home.nothing_running')} text={t('home.nothing_running_text')} />
      )}
      <Rows>
        {running?.map((tracker) => {
          const path = recordPath(tracker.subject_kind, tracker.subject_id);
          const name = trackerName(tracker, t);
          return (
            <li key={`tracker-${tracker.id}`}>
              <div>
                <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8, flexWrap: 'wrap' }}>
                  <b>{path ? <Link to={path}>{name}</Link> : name}</b>
                  <StateChip state={tracker.status} />
                </span>
                <span data-end>
                  <TrackerWords tracker={tracker} />
                </span>
              </div>
              <TrackerBar tracker={tracker} />
            </li>
          );
        })}
        {coming.map((campaign) => (
          <ComingRow key={`${campaign.kind}-${campaign.id}`} campaign={campaign} />
        ))}
      </Rows>
    </Panel>
  );
}

function ComingRow({ campaign }: { campaign: Coming }) {
  const t = useT();
  const format = useFormat();
  const path = recordPath(campaign.kind, campaign.id);
  const at = format.instant(campaign.at);
  return (
    <li>
      <div>
        <span>
          <b>{path ? <Link to={path}>{campaign.name}</Link> : campaign.name}</b>
          <small>{t(campaign.status === 'draft' ? 'home.coming.draft' : 'home.coming.ad')}</small>
        </span>
        <span data-end>
          {t(campaign.what === 'ends' ? 'home.coming.ends' : 'home.coming.starts', { at })}
        </span>
      </div>
    </li>
  );
}
