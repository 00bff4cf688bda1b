import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { RowAct } from '~/components/RowAct.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { InvitationLink, InviteDialog } from './InviteDialog.tsx';
import type { Invitation } from './roles.ts';
import { TeamPage } from './TeamPage.tsx';

type Sent = Shape<'InvitationSent'>;

/** Who was invited and has not come yet. */
export default function Invitations() {
  const t = useT();
  const mayEdit = useCan('people.edit');
  const [inviting, setInviting] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['people', 'invitations'],
    queryFn: ({ signal }) => request<Shape<'InvitationList'>>('GET', 'people/invitations', { signal }),
  });
  const invite = mayEdit && (
    <Button
      variant="contained"
      startIcon={<UserPlus size={16} strokeWidth={1.9} />}
      onClick={() => setInviting(true)}
    >
      {t('team.invite.act')}
    </Button>
  );
  return (
    <TeamPage open="invitations" actions={invite}>
      {isPending && <PageWait />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && (
        <Panel>
          <EmptyState title={t('team.invitations.none')} text={t('team.invitations.none_text')}>
            {invite}
          </EmptyState>
        </Panel>
      )}
      {data && data.data.length > 0 && <Table rows={data.data} mayEdit={mayEdit} />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </TeamPage>
  );
}

function Table({ rows, mayEdit }: { rows: Invitation[]; mayEdit: boolean }) {
  const t = useT();
  const makesOwners = useCan('people.owners');
  const [withdrawing, setWithdrawing] = useState<Invitation | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const [now] = useState(() => Date.now());
  const sending = useAct<Sent>();
  const again = ({ email, role }: Invitation) =>
    void sending
      .act({ path: 'people/invitations', body: { email, role }, refresh: ['people', 'audit'] })
      .then(setSent, () => undefined);
  return (
    <>
      <ReportTable<Invitation>
        label={t('team.invitations.title')}
        rows={rows}
        columns={[
          { name: 'email', label: t('team.field.email'), main: true, render: (row) => row.email },
          { name: 'role', label: t('team.field.role'), render: (row) => t(`frame.role.${row.role}`) },
          {
            name: 'state',
            label: t('team.field.state'),
            render: (row) => (
              <StateChip state={Date.parse(row.expires_at) > now ? 'invited' : 'expired'} quiet />
            ),
          },
          {
            name: 'sent',
            label: t('team.invitations.sent'),
            render: (row) => <DateTime value={row.created_at} relative />,
          },
          {
            name: 'expires',
            label: t('team.field.expires'),
            render: (row) => <DateTime value={row.expires_at} />,
          },
          {
            name: 'acts',
            label: t('team.field.acts'),
            render: (row) =>
              mayEdit &&
              (row.role !== 'owner' || makesOwners) && (
                <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                  <RowAct
                    label={t('team.invitations.again')}
                    full={t('team.invitations.again_one', { email: row.email })}
                    disabled={sending.busy}
                    onAct={() => again(row)}
                  />
                  <RowAct
                    label={t('team.invitations.withdraw')}
                    full={t('team.invitations.withdraw_one', { email: row.email })}
                    onAct={() => setWithdrawing(row)}
                  />
                </span>
              ),
          },
        ]}
      />
      {sent && <InvitationLink sent={sent} onClose={() => setSent(null)} />}
      {withdrawing && <WithdrawDialog invitation={withdrawing} onClose={() => setWithdrawing(null)} />}
    </>
  );
}

function WithdrawDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const t = useT();
  const { act, busy } = useAct();
  return (
    <ConfirmDialog
      title={t('team.invitations.withdraw_title', { email: invitation.email })}
      text={t('team.invitations.withdraw_text')}
      verb={t('team.invitations.withdraw_verb')}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void act({
          method: 'DELETE',
          path: `people/invitations/${invitation.id}`,
          done: t('team.invitations.withdrawn'),
          refresh: ['people', 'audit'],
        }).then(onClose, () => undefined)
      }
    />
  );
}
