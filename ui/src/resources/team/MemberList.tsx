import Button from '@mui/material/Button';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Clipped } from '~/components/Clipped.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { MemberMenu } from './MemberMenu.tsx';
import { type Member, roles } from './roles.ts';
import { TeamPage } from './TeamPage.tsx';

/** Who works here, as what, and when they were last in. */
export default function MemberList() {
  const t = useT();
  const mayEdit = useCan('people.edit');
  const [inviting, setInviting] = useState(false);
  return (
    <TeamPage
      open="members"
      actions={
        mayEdit && (
          <Button
            variant="contained"
            startIcon={<UserPlus size={16} strokeWidth={1.9} />}
            onClick={() => setInviting(true)}
          >
            {t('team.invite.act')}
          </Button>
        )
      }
    >
      <List<Member>
        resource="people"
        label={t('team.members.title')}
        defaultSort="name"
        search={t('team.members.search')}
        filters={[
          {
            name: 'role',
            label: t('team.field.role'),
            kind: 'choice',
            choices: roles.map((value) => ({ value, label: t(`frame.role.${value}`) })),
          },
          { name: 'active', label: t('team.field.active'), kind: 'flag' },
        ]}
        columns={useColumns(mayEdit)}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </TeamPage>
  );
}

function useColumns(mayEdit: boolean): Column<Member>[] {
  const t = useT();
  const acts: Column<Member> = {
    name: 'acts',
    label: t('team.field.acts'),
    sortable: false,
    width: 90,
    render: (row) => <MemberMenu member={row} />,
  };
  return [
    {
      name: 'name',
      label: t('team.field.name'),
      main: true,
      render: (row) => (row.is_me ? `${row.name} (${t('team.members.you')})` : row.name),
    },
    {
      name: 'email',
      label: t('team.field.email'),
      minWidth: 220,
      render: (row) => <Clipped text={row.email} />,
    },
    { name: 'role', label: t('team.field.role'), width: 180, render: (row) => t(`frame.role.${row.role}`) },
    {
      name: 'active',
      label: t('team.field.state'),
      sortable: false,
      width: 130,
      render: (row) => <StateChip state={row.active ? 'active' : 'inactive'} quiet />,
    },
    {
      name: 'second_factor',
      label: t('team.field.second_factor'),
      sortable: false,
      width: 130,
      render: (row) => t(row.second_factor ? 'list.yes' : 'list.no'),
    },
    {
      name: 'last_seen_at',
      label: t('team.field.last_seen'),
      width: 150,
      render: (row) => <DateTime value={row.last_seen_at} relative />,
    },
    {
      name: 'created_at',
      label: t('team.field.joined'),
      width: 150,
      hidden: true,
      render: (row) => <DateTime value={row.created_at} />,
    },
    ...(mayEdit ? [acts] : []),
  ];
}
