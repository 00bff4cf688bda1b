import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { FeatureRow, FeatureRows } from './FeatureRow.tsx';
import { SettingsPage } from './SettingsPage.tsx';

/** The systems of the shop: off hides one and stops its work, and keeps its data. */
export function FeaturesPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['features'],
    queryFn: async ({ signal }) => (await request<Shape<'FeatureList'>>('GET', 'features', { signal })).data,
  });
  return (
    <SettingsPage open="features">
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Panel flush>
          <FeatureRows>
            {data.map((feature) => (
              <FeatureRow key={feature.name} feature={feature} />
            ))}
          </FeatureRows>
        </Panel>
      ) : (
        <PageWait />
      )}
    </SettingsPage>
  );
}
