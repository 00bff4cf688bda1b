import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { fetchInvitation, type Invitation, joinAsKnown, joinAsNew } from '~/api/entrance.ts';
import { signIn } from '~/api/session.ts';
import { chooseTenant } from '~/api/tenant.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from './Entrance.tsx';
import { EntranceForm } from './EntranceForm.tsx';
import { useEntranceWords } from './useEntranceWords.ts';
import { Whose } from './Whose.tsx';

/** Joining a shop by the link of an invitation. */
export default function Invite() {
  const t = useT();
  const { code = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', code],
    queryFn: () => fetchInvitation(code),
    retry: false,
  });
  const text =
    data &&
    t(data.has_account ? 'auth.invite_known' : 'auth.invite_text', {
      tenant: data.tenant,
      role: t(`frame.role.${data.role}`),
    });
  return (
    <Entrance title={t('auth.invite_title')} text={text}>
      {error && <ErrorState error={error} title={t('auth.link_dead')} onRetry={() => void refetch()} />}
      {!error && !data && <PageWait />}
      {data &&
        (data.has_account ? <Known code={code} invitation={data} /> : <New code={code} invitation={data} />)}
    </Entrance>
  );
}

interface Invited {
  code: string;
  invitation: Invitation;
}

function New({ code, invitation }: Invited) {
  const t = useT();
  const enter = useEnter(invitation);
  return (
    <EntranceForm
      defaults={{ name: '', password: '' }}
      verb={t('auth.invite_done')}
      onSend={async (values) => {
        await joinAsNew(code, values);
        enter();
      }}
    >
      <Whose email={invitation.email} />
      <TextInput name="name" label={t('auth.your_name')} autoComplete="name" required autoFocus />
      <PasswordInput
        name="password"
        label={t('auth.password')}
        hint={t('auth.new_password_hint')}
        autoComplete="new-password"
        required
      />
    </EntranceForm>
  );
}

function Known({ code, invitation }: Invited) {
  const t = useT();
  const enter = useEnter(invitation);
  const words = useEntranceWords();
  return (
    <EntranceForm
      defaults={{ password: '', totp: '' }}
      verb={t('auth.invite_done')}
      words={words}
      onSend={async ({ password, totp }) => {
        await signIn({ email: invitation.email, password, ...(totp && { totp }) });
        await joinAsKnown(code);
        enter();
      }}
    >
      <Whose email={invitation.email} />
      <PasswordInput name="password" label={t('auth.password')} autoComplete="current-password" required />
      <TextInput name="totp" label={t('auth.totp')} hint={t('auth.totp_if')} autoComplete="one-time-code" />
    </EntranceForm>
  );
}

/** Into the shop that was joined, whichever was worked in before. */
function useEnter({ tenant_slug }: Invitation) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return () => {
    chooseTenant(tenant_slug);
    queries.clear();
    navigate('/');
  };
}
