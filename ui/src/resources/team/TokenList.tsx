import Button from '@mui/material/Button';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Clipped } from '~/components/Clipped.tsx';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { RowAct } from '~/components/RowAct.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import type { Token } from './roles.ts';
import { TeamPage } from './TeamPage.tsx';
import { tokenState } from './tokenState.ts';

/** The keys of programs: one's own, or everybody's for those who look after them. */
export default function TokenList() {
  const t = useT();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const make = (
    <Button
      variant="contained"
      startIcon={<KeyRound size={16} strokeWidth={1.8} />}
      onClick={() => setMaking(true)}
    >
      {t('team.tokens.new')}
    </Button>
  );
  return (
    <TeamPage open="tokens" actions={make}>
      <List<Token>
        resource="tokens"
        label={t('team.tokens.title')}
        defaultSort="-created_at"
        search={t('team.tokens.search')}
        filters={[{ name: 'include_revoked', label: t('team.tokens.with_revoked'), kind: 'flag' }]}
        columns={useColumns(setRevoking)}
        empty={
          <EmptyState title={t('team.tokens.none')} text={t('team.tokens.none_text')}>
            {make}
          </EmptyState>
        }
      />
      {making && <NewTokenDialog onClose={() => setMaking(false)} />}
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />}
    </TeamPage>
  );
}

function useColumns(onRevoke: (token: Token) => void): Column<Token>[] {
  const t = useT();
  const seesAll = useCan('tokens.all');
  const [now] = useState(() => Date.now());
  const owner: Column<Token> = {
    name: 'owner',
    label: t('team.tokens.owner'),
    sortable: false,
    minWidth: 170,
    render: (row) => (row.owner ? <Clipped text={row.owner} /> : MISSING),
  };
  return [
    { name: 'name', label: t('team.field.name'), main: true, render: (row) => row.name },
    {
      name: 'prefix',
      label: t('team.tokens.prefix'),
      sortable: false,
      width: 160,
      render: (row) => row.prefix,
    },
    ...(seesAll ? [owner] : []),
    {
      name: 'scopes',
      label: t('team.tokens.scopes'),
      sortable: false,
      width: 150,
      render: (row) => <Scopes token={row} />,
    },
    {
      name: 'state',
      label: t('team.field.state'),
      sortable: false,
      width: 120,
      render: (row) => <StateChip state={tokenState(row, now)} quiet />,
    },
    {
      name: 'last_used_at',
      label: t('team.tokens.last_used'),
      width: 140,
      render: (row) => <DateTime value={row.last_used_at} relative />,
    },
    {
      name: 'expires_at',
      label: t('team.field.expires'),
      width: 140,
      render: (row) => (row.expires_at ? <DateTime value={row.expires_at} /> : t('team.tokens.never')),
    },
    {
      name: 'created_at',
      label: t('team.tokens.created'),
      width: 140,
      hidden: true,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
    {
      name: 'acts',
      label: t('team.field.acts'),
      sortable: false,
      width: 110,
      render: (row) =>
        row.revoked_at === null && (
          <RowAct
            label={t('team.tokens.revoke')}
            full={t('team.tokens.revoke_one', { name: row.name })}
            onAct={() => onRevoke(row)}
          />
        ),
    },
  ];
}

function Scopes({ token }: { token: Token }) {
  const t = useT();
  const format = useFormat();
  if (token.scopes === null) return t('team.tokens.all_scopes');
  const count = token.scopes.length;
  return (
    <span title={token.scopes.join(', ')}>
      {t('team.tokens.some_scopes', { smart_count: count, _: format.integer(count) })}
    </span>
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useT();
  const { act, busy } = useAct();
  return (
    <ConfirmDialog
      title={t('team.tokens.revoke_title', { name: token.name })}
      text={t('team.tokens.revoke_text')}
      facts={[
        { label: t('team.tokens.prefix'), value: token.prefix },
        { label: t('team.tokens.last_used'), value: <DateTime value={token.last_used_at} relative /> },
      ]}
      verb={t('team.tokens.revoke_verb')}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void act({
          method: 'DELETE',
          path: `tokens/${token.id}`,
          done: t('team.tokens.revoked'),
          refresh: ['tokens', 'audit'],
        }).then(onClose, () => undefined)
      }
    />
  );
}
