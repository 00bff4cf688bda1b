import { useNavigate } from 'react-router';
import { request } from '~/api/request.ts';
import { forgetTenant } from '~/api/tenant.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { Member } from './roles.ts';

interface AboutMember {
  member: Member;
  onClose: () => void;
}

const refresh = ['people', 'tokens', 'audit'];

/** The door is shut; everything is kept for coming back. */
export function DeactivateDialog({ member, onClose }: AboutMember) {
  const t = useT();
  const { act, busy } = useAct();
  return (
    <ConfirmDialog
      title={t('team.deactivate.title', { name: member.name })}
      text={t('team.deactivate.text')}
      facts={factsOf(member, t)}
      verb={t('team.deactivate.verb')}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void act({
          path: `people/${member.id}/deactivate`,
          done: t('team.deactivate.done', { name: member.name }),
          undo: () => request('POST', `people/${member.id}/reactivate`),
          refresh,
        }).then(onClose, () => undefined)
      }
    />
  );
}

/** The member goes, and their tokens with them. */
export function RemoveDialog({ member, onClose }: AboutMember) {
  const t = useT();
  const navigate = useNavigate();
  const { act, busy } = useAct();
  const mine = member.is_me;
  async function remove() {
    await act({
      method: 'DELETE',
      path: `people/${member.id}`,
      done: t('team.remove.done', { name: member.name }),
      refresh: mine ? [] : refresh,
    });
    if (!mine) return onClose();
    forgetTenant();
    navigate('/');
    window.location.reload();
  }
  return (
    <ConfirmDialog
      title={t(mine ? 'team.remove.own_title' : 'team.remove.title', { name: member.name })}
      text={t(mine ? 'team.remove.own_text' : 'team.remove.text')}
      facts={factsOf(member, t)}
      verb={t(mine ? 'team.remove.own_verb' : 'team.remove.verb')}
      danger
      busy={busy}
      onClose={onClose}
      onConfirm={() => void remove().catch(() => undefined)}
    />
  );
}

function factsOf(member: Member, t: ReturnType<typeof useT>) {
  return [
    { label: t('team.field.email'), value: member.email },
    { label: t('team.field.role'), value: t(`frame.role.${member.role}`) },
  ];
}
