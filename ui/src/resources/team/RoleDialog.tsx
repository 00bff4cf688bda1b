import { request } from '~/api/request.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { RoleHint } from './RoleHint.tsx';
import { type Member, type Role, rolesToGive } from './roles.ts';

/** Another role; it holds from the member's next step on. */
export function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useT();
  const makesOwners = useCan('people.owners');
  const { act } = useAct<Member>();
  return (
    <FormDialog<{ role: Role }>
      title={t('team.role.title', { name: member.name })}
      text={t('team.role.text')}
      verb={t('team.role.verb')}
      defaults={{ role: member.role }}
      onClose={onClose}
      onSubmit={async ({ role }) => {
        if (role !== member.role) {
          await act({
            method: 'PATCH',
            path: `people/${member.id}`,
            body: { role },
            done: t('team.role.done', { name: member.name, role: t(`frame.role.${role}`) }),
            // One's own earlier role may be more than one may give now.
            ...(!member.is_me && {
              undo: () => request('PATCH', `people/${member.id}`, { body: { role: member.role } }),
            }),
            refresh: ['people', 'me', 'audit'],
            answers: 'all',
          });
        }
        onClose();
      }}
    >
      <SelectInput name="role" label={t('team.field.role')} required choices={rolesToGive(makesOwners, t)} />
      <RoleHint />
    </FormDialog>
  );
}
