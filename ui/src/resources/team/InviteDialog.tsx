import { useState } from 'react';
import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { RoleHint } from './RoleHint.tsx';
import { type Role, rolesToGive } from './roles.ts';

type Sent = Shape<'InvitationSent'>;

/** Somebody is invited; where no e-mail goes out, the link is handed over by whoever invites. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const makesOwners = useCan('people.owners');
  const { act } = useAct<Sent>();
  const [sent, setSent] = useState<Sent | null>(null);
  if (sent) return <InvitationLink sent={sent} onClose={onClose} />;
  return (
    <FormDialog<{ email: string; role: Role }>
      title={t('team.invite.title')}
      text={t('team.invite.text')}
      verb={t('team.invite.verb')}
      defaults={{ email: '', role: 'operator' }}
      onClose={onClose}
      onSubmit={async ({ email, role }) => {
        const body = { email: email.trim(), role };
        setSent(
          await act({ path: 'people/invitations', body, refresh: ['people', 'audit'], answers: 'all' }),
        );
      }}
    >
      <TextInput name="email" type="email" label={t('team.field.email')} required autoFocus />
      <SelectInput name="role" label={t('team.field.role')} required choices={rolesToGive(makesOwners, t)} />
      <RoleHint />
    </FormDialog>
  );
}

/** Where the link of an invitation went, or the link itself. */
export function InvitationLink({ sent, onClose }: { sent: Sent; onClose: () => void }) {
  const t = useT();
  const { email } = sent.invitation;
  return (
    <LinkDialog
      title={t('team.link.invite_title', { email })}
      mailed={t('team.link.invite_mailed', { email })}
      text={t('team.link.invite_text')}
      link={sent.sent}
      onClose={onClose}
    />
  );
}
