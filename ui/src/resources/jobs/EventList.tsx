import { useState } from 'react';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { TextButton } from '~/components/TextButton.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { AsideChip } from './AsideChip.tsx';
import { Clipped } from './Clipped.tsx';
import { EventDialog } from './EventDialog.tsx';
import type { EventAside } from './types.ts';

const STATES = ['retrying', 'given_up', 'following', 'discarding'] as const;

/** Events that a subscriber could not handle, with what waits behind them: what failed, why, what to do. */
export function EventList() {
  const t = useT();
  const format = useFormat();
  const [open, setOpen] = useState<EventAside | null>(null);
  const columns: Column<EventAside>[] = [
    {
      name: 'type',
      label: t('jobs.event'),
      main: true,
      render: (row) => (
        <TextButton type="button" onClick={() => setOpen(row)}>
          {row.type}
        </TextButton>
      ),
    },
    {
      name: 'aggregate',
      label: t('jobs.about'),
      width: 150,
      sortable: false,
      render: (row) => row.aggregate,
    },
    { name: 'subscriber', label: t('jobs.subscriber'), width: 160, render: (row) => row.subscriber },
    {
      name: 'state',
      label: t('jobs.state'),
      width: 180,
      sortable: false,
      render: (row) => <AsideChip event={row} />,
    },
    {
      name: 'error',
      label: t('jobs.error'),
      minWidth: 240,
      sortable: false,
      render: (row) => <Clipped text={row.error ?? MISSING} />,
    },
    {
      name: 'attempts',
      label: t('jobs.runs'),
      numeric: true,
      width: 80,
      sortable: false,
      render: (row) => format.integer(row.attempts),
    },
    {
      name: 'set_aside_at',
      label: t('jobs.set_aside'),
      width: 130,
      render: (row) => <DateTime value={row.set_aside_at} relative />,
    },
    {
      name: 'next_attempt_at',
      label: t('jobs.next_try'),
      width: 130,
      render: (row) => <DateTime value={row.next_attempt_at} relative />,
    },
  ];
  return (
    <>
      <List<EventAside>
        resource="set-aside"
        label={t('jobs.tab.events')}
        columns={columns}
        defaultSort="event_id"
        search={t('jobs.search_events')}
        filters={[
          {
            name: 'state',
            label: t('jobs.state'),
            kind: 'choice',
            choices: STATES.map((value) => ({ value, label: t(`jobs.aside.${value}`) })),
          },
          { name: 'subscriber', label: t('jobs.subscriber'), kind: 'text' },
        ]}
        empty={<EmptyState title={t('jobs.no_events')} text={t('jobs.no_events_text')} />}
      />
      {open && <EventDialog event={open} onClose={() => setOpen(null)} />}
    </>
  );
}
