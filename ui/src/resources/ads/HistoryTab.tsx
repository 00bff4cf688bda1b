import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import type { AdCampaign } from './campaign.ts';
import { HistoryDialog } from './HistoryDialog.tsx';
import { TabTools } from './TabTools.tsx';
import type { TargetingTabProps } from './TargetingTab.tsx';

/** Every status the campaign had, and when: reports ask which one held at the time of a sale. */
export default function HistoryTab({ campaign, onPast }: TargetingTabProps) {
  const t = useT();
  const format = useFormat();
  const may = useCan('attribution.activate');
  const [correcting, setCorrecting] = useState(false);
  const { data, error, refetch } = useHistory(campaign);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageWait />;
  const seconds = ({ valid_from: from, valid_to: to }: Shape<'StatusSpanShape'>) =>
    (Date.parse(to ?? new Date().toISOString()) - Date.parse(from)) / 1000;
  return (
    <>
      {may && campaign.status !== 'ended' && (
        <TabTools>
          <Button startIcon={<History size={16} strokeWidth={1.7} />} onClick={() => setCorrecting(true)}>
            {t('ads.history.correct')}
          </Button>
        </TabTools>
      )}
      <ReportTable
        label={t('ads.tab.history')}
        rows={data.toReversed()}
        columns={[
          {
            name: 'status',
            label: t('ads.field.status'),
            main: true,
            render: (span) => <StateChip state={span.status} quiet />,
          },
          {
            name: 'from',
            label: t('ads.history.from'),
            render: (span) => <DateTime value={span.valid_from} />,
          },
          {
            name: 'to',
            label: t('ads.history.to'),
            render: (span) => (span.valid_to ? <DateTime value={span.valid_to} /> : t('ads.history.now')),
          },
          {
            name: 'length',
            label: t('ads.history.length'),
            numeric: true,
            render: (span) => format.duration(seconds(span)),
          },
          { name: 'why', label: t('ads.history.why'), render: (span) => span.why || format.money(null) },
          { name: 'actor', label: t('ads.history.actor'), render: (span) => actorWords(span.actor, t) },
          {
            name: 'recorded',
            label: t('ads.history.recorded'),
            render: (span) => <DateTime value={span.recorded_at} relative />,
          },
        ]}
      />
      {correcting && (
        <HistoryDialog campaign={campaign} onPast={onPast} onClose={() => setCorrecting(false)} />
      )}
    </>
  );
}

function useHistory(campaign: AdCampaign) {
  const path = `attribution/ad-campaigns/${campaign.id}/status-history`;
  return useQuery({
    queryKey: ['ad-campaigns', path, campaign.version],
    queryFn: ({ signal }) => request<Shape<'StatusSpanShape'>[]>('GET', path, { signal }),
  });
}
