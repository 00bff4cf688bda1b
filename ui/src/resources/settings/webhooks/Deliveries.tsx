import { useEffect, useEffectEvent, useState } from 'react';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { FilterBar } from '~/components/list/FilterBar.tsx';
import { MoreButton } from '~/components/list/MoreButton.tsx';
import { useCursorRows } from '~/components/list/useCursorRows.ts';
import { useListState } from '~/components/list/useListState.ts';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { TextButton } from '~/components/TextButton.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { answerWords } from './answerWords.ts';
import { DeliveryDrawer } from './DeliveryDrawer.tsx';
import type { Delivery, Webhook } from './types.ts';

const EVERY_MS = 3_000;
const STATES = ['pending', 'delivered', 'failed'] as const;

/** What an address was told, the newest first; each opens with every attempt and the message itself. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const format = useFormat();
  const [state, change] = useListState({ sort: '', filterNames: ['status', 'event_type'] });
  const [open, setOpen] = useState<number | null>(null);
  const { rows, error, isPending, refetch, more } = useCursorRows<Delivery>(
    `webhooks/${webhook.id}/deliveries`,
    state.filters,
  );
  useWhile(
    rows.some((row) => row.status === 'pending'),
    refetch,
  );
  const isFiltered = Object.keys(state.filters).length > 0;
  return (
    <>
      <FilterBar
        search={undefined}
        state={state}
        onChange={change}
        filters={[
          {
            name: 'status',
            label: t('settings.webhook.state'),
            kind: 'choice',
            choices: STATES.map((value) => ({ value, label: t(`settings.webhook.delivery.${value}`) })),
          },
          { name: 'event_type', label: t('settings.webhook.event'), kind: 'text' },
        ]}
      />
      {error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : isPending ? (
        <PageWait />
      ) : rows.length === 0 ? (
        <Panel>
          <EmptyState
            title={t(isFiltered ? 'list.no_match' : 'settings.webhook.no_deliveries')}
            text={t(isFiltered ? 'list.no_match_text' : 'settings.webhook.no_deliveries_text')}
          />
        </Panel>
      ) : (
        <>
          <ReportTable<Delivery>
            label={t('settings.webhook.deliveries')}
            rows={rows}
            columns={[
              {
                name: 'event',
                label: t('settings.webhook.event'),
                main: true,
                render: (row) => (
                  <TextButton type="button" onClick={() => setOpen(row.id)}>
                    {row.event_type}
                  </TextButton>
                ),
              },
              {
                name: 'status',
                label: t('settings.webhook.state'),
                render: (row) => (
                  <StateChip state={row.status} label={t(`settings.webhook.delivery.${row.status}`)} quiet />
                ),
              },
              {
                name: 'answer',
                label: t('settings.webhook.answer'),
                render: (row) => answerWords(row.last_attempt, t),
              },
              {
                name: 'attempts',
                label: t('settings.webhook.attempts'),
                numeric: true,
                render: (row) => format.integer(row.attempts),
              },
              {
                name: 'created',
                label: t('settings.webhook.made'),
                render: (row) => <DateTime value={row.created_at} relative />,
              },
              {
                name: 'next',
                label: t('settings.webhook.next'),
                render: (row) => <DateTime value={row.next_attempt_at} relative />,
              },
            ]}
          />
          <MoreButton more={more} />
        </>
      )}
      {open !== null && <DeliveryDrawer webhook={webhook} deliveryId={open} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Asks again every few seconds while something is on its way: no event tells of it. */
function useWhile(moving: boolean, refetch: () => void) {
  const again = useEffectEvent(refetch);
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => again(), EVERY_MS);
    return () => clearInterval(timer);
  }, [moving]);
}
