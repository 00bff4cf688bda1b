import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { Ellipsis } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { DeactivateDialog, RemoveDialog } from './MemberDialogs.tsx';
import { RoleDialog } from './RoleDialog.tsx';
import type { Link, Member } from './roles.ts';

type Open = 'role' | 'deactivate' | 'remove' | null;

/** What can be done with a member: only owners do something with owners. */
export function MemberMenu({ member }: { member: Member }) {
  const t = useT();
  const makesOwners = useCan('people.owners');
  const [open, setOpen] = useState<Open>(null);
  const [link, setLink] = useState<Link | null>(null);
  const resetting = useAct<Link>();
  const reactivating = useAct<Member>();
  if (member.role === 'owner' && !makesOwners) return null;
  const close = () => setOpen(null);
  const dialogs: Record<NonNullable<Open>, ReactNode> = {
    role: <RoleDialog member={member} onClose={close} />,
    deactivate: <DeactivateDialog member={member} onClose={close} />,
    remove: <RemoveDialog member={member} onClose={close} />,
  };
  const reset = () =>
    void resetting
      .act({ path: `people/${member.id}/password-reset`, refresh: ['audit'] })
      .then(setLink, () => undefined);
  const reactivate = () =>
    void reactivating
      .act({
        path: `people/${member.id}/reactivate`,
        done: t('team.reactivated', { name: member.name }),
        refresh: ['people', 'audit'],
      })
      .catch(() => undefined);
  return (
    <>
      <MenuButton
        button={(props) => (
          <IconButton {...props} data-no-row-click aria-label={t('team.members.acts', { name: member.name })}>
            <Ellipsis size={17} />
          </IconButton>
        )}
      >
        {(closeMenu) => {
          const item = (name: string, label: string, onClick: () => void, danger = false) => (
            <MenuItem
              key={name}
              sx={danger ? { color: 'bad.text' } : undefined}
              onClick={() => {
                closeMenu();
                onClick();
              }}
            >
              {label}
            </MenuItem>
          );
          return [
            item('role', t('team.act.role'), () => setOpen('role')),
            !member.is_me && member.active && item('reset', t('team.act.reset'), reset),
            !member.is_me &&
              (member.active
                ? item('deactivate', t('team.act.deactivate'), () => setOpen('deactivate'))
                : item('reactivate', t('team.act.reactivate'), reactivate)),
            item(
              'remove',
              t(member.is_me ? 'team.act.leave' : 'team.act.remove'),
              () => setOpen('remove'),
              true,
            ),
          ];
        }}
      </MenuButton>
      {open && dialogs[open]}
      {link && (
        <LinkDialog
          title={t('team.link.reset_title', { name: member.name })}
          mailed={t('team.link.reset_mailed', { email: member.email })}
          text={t('team.link.reset_text')}
          link={link}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}
