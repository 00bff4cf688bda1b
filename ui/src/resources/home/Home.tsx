import { ErrorState } from '~/components/ErrorState.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Columns } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import { QueueTable } from '~/resources/jobs/QueueTable.tsx';
import { useCan, useFormat, useMe } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import { Attention } from './Attention.tsx';
import { HomeFigures } from './HomeFigures.tsx';
import { RevenueByKind } from './RevenueByKind.tsx';
import { RunningNow } from './RunningNow.tsx';
import { useHome } from './useHome.ts';

/** The day at a glance. */
export default function Home() {
  const t = useT();
  const { tenant } = useMe();
  const format = useFormat();
  const seesAds = useCan('attribution.read');
  const seesQueues = useCan('jobs.read');
  const { data: home, error, refetch } = useHome();
  const city = format.timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  const others = home?.today.other_currencies ?? [];
  const amounts = format.list(others.map(format.money));
  return (
    <Page
      title={capital(format.dayLong(home?.day ?? dayIn(format.timeZone)))}
      note={[tenant?.name, city, others.length > 0 && t('home.other_currencies', { amounts })]
        .filter(Boolean)
        .join(' · ')}
    >
      {error && !home && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !home && <PageWait />}
      {home && (
        <>
          <HomeFigures home={home} />
          <Columns>
            <RunningNow coming={home.coming} />
            <Attention items={home.attention} />
          </Columns>
          {seesAds && (
            <div style={{ marginBottom: 16 }}>
              <RevenueByKind home={home} />
            </div>
          )}
          {seesQueues && <QueueTable title={t('home.queues')} />}
        </>
      )}
    </Page>
  );
}

/** Spanish begins a date with a small letter; a title does not. */
function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
