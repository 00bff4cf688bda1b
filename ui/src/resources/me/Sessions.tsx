import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { RowAct } from '~/components/RowAct.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { deviceWords } from './device.ts';
import { MePage } from './MePage.tsx';

type Session = Shape<'SessionShape'>;

const SHOWN = 5;

/** Where one is signed in; what one does not know can be ended. */
export default function Sessions() {
  const t = useT();
  const [ending, setEnding] = useState<{ sessions: Session[]; all: boolean } | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => request<Shape<'SessionList'>>('GET', 'sessions', { signal }),
  });
  const others = data?.data.filter(({ current }) => !current) ?? [];
  return (
    <MePage
      open="sessions"
      actions={
        others.length > 0 && (
          <Button onClick={() => setEnding({ sessions: others, all: true })}>
            {t('me.sessions.end_others')}
          </Button>
        )
      }
    >
      {isPending && <PageWait />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <ReportTable<Session>
          label={t('me.sessions.title')}
          rows={data.data}
          columns={[
            {
              name: 'device',
              label: t('me.sessions.device'),
              main: true,
              render: (row) => (
                <span title={row.device ?? undefined}>
                  {deviceWords(row.device) || t('me.sessions.unknown')}
                </span>
              ),
            },
            { name: 'address', label: t('me.sessions.address'), render: (row) => row.address ?? MISSING },
            {
              name: 'begun',
              label: t('me.sessions.begun'),
              render: (row) => <DateTime value={row.created_at} relative />,
            },
            {
              name: 'used',
              label: t('me.sessions.used'),
              render: (row) => <DateTime value={row.last_used_at} relative />,
            },
            {
              name: 'ends',
              label: t('me.sessions.ends'),
              render: (row) => <DateTime value={row.expires_at} />,
            },
            {
              name: 'act',
              label: t('team.field.acts'),
              render: (row) =>
                row.current ? (
                  <StateChip state="active" label={t('me.sessions.this')} quiet />
                ) : (
                  <RowAct
                    label={t('me.sessions.end')}
                    full={t('me.sessions.end_one', { device: deviceWords(row.device) })}
                    onAct={() => setEnding({ sessions: [row], all: false })}
                  />
                ),
            },
          ]}
        />
      )}
      {ending && <EndDialog {...ending} onClose={() => setEnding(null)} />}
    </MePage>
  );
}

function EndDialog({ sessions, all, onClose }: { sessions: Session[]; all: boolean; onClose: () => void }) {
  const t = useT();
  const { act, busy } = useAct();
  const count = sessions.length;
  return (
    <ConfirmDialog
      title={t('me.sessions.end_title', { smart_count: count })}
      text={t('me.sessions.end_text')}
      facts={sessions.slice(0, SHOWN).map(({ id, device, address }) => ({
        label: `${deviceWords(device) || t('me.sessions.unknown')}${count > 1 ? ` · ${id}` : ''}`,
        value: address ?? MISSING,
      }))}
      verb={t('me.sessions.end_verb', { smart_count: count })}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void act({
          method: 'DELETE',
          path: all ? 'sessions' : `sessions/${sessions[0]?.id}`,
          done: t('me.sessions.ended', { smart_count: count }),
          refresh: ['sessions'],
        }).then(onClose, () => undefined)
      }
    />
  );
}
