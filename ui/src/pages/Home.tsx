import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { Page } from '~/components/Page.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { TrackerBar, TrackerWords } from '~/components/Progress.tsx';
import { trackerName } from '~/components/pace.ts';
import { useT } from '~/i18n/useT.ts';
import { useRunning } from '~/live/useTracker.ts';
import { recordPath } from '~/sections.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { dayIn } from '~/zone.ts';

/** The day at a glance. */
export default function Home() {
  const { tenant } = useMe();
  const format = useFormat();
  const city = format.timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  return (
    <Page
      title={capital(format.dayLong(dayIn(format.timeZone)))}
      note={[tenant?.name, city].filter(Boolean).join(' · ')}
    >
      <Columns>
        <RunningNow />
      </Columns>
    </Page>
  );
}

function RunningNow() {
  const t = useT();
  const { data: running, error, refetch } = useRunning();
  return (
    <Panel title={t('home.running')} flush>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {running?.length === 0 && (
        <EmptyState small title={t('home.nothing_running')} text={t('home.nothing_running_text')} />
      )}
      <List>
        {running?.map((tracker) => {
          const path = recordPath(tracker.subject_kind, tracker.subject_id);
          const name = trackerName(tracker, t);
          return (
            <li key={tracker.id}>
              <div>
                <b>{path ? <Link to={path}>{name}</Link> : name}</b>
                <span>
                  <TrackerWords tracker={tracker} />
                </span>
              </div>
              <TrackerBar tracker={tracker} />
            </li>
          );
        })}
      </List>
    </Panel>
  );
}

/** Spanish begins a date with a small letter; a title does not. */
function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > li': {
    display: 'grid',
    gap: 8,
    padding: '12px 16px 14px',
    borderTop: `1px solid ${theme.vars.palette.divider}`,
  },
  '& > li > div': { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: '2px 16px' },
  '& b': { fontWeight: weight.strong },
  '& a': { color: 'inherit', textDecoration: 'none' },
  '& a:hover': { textDecoration: 'underline' },
  '& span': { color: theme.vars.palette.text.secondary },
}));
