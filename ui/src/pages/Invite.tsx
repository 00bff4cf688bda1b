import { useQuery } from '@tanstack/react-query';
import { useLogin } from 'ra-core';
import { useParams } from 'react-router';
import { acceptInvitation, fetchInvitation } from '~/api/entrance.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from './Entrance.tsx';
import { EntranceForm } from './EntranceForm.tsx';

/** Joining a shop by the link of an invitation. */
export default function Invite() {
  const t = useT();
  const login = useLogin();
  const { token = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => fetchInvitation(token),
    retry: false,
  });

  async function send(values: { name: string; password: string }) {
    await acceptInvitation(token, values);
    await login({ email: data?.email, password: values.password });
  }

  return (
    <Entrance
      title={t('auth.invite_title')}
      text={data && t('auth.invite_text', { tenant: data.tenant_name })}
    >
      {error && <ErrorState error={error} title={t('auth.link_dead')} onRetry={() => void refetch()} />}
      {!error && !data && <PageWait />}
      {data && (
        <EntranceForm defaults={{ name: '', password: '' }} verb={t('auth.invite_done')} onSend={send}>
          <TextInput name="name" label={t('auth.your_name')} autoComplete="name" required autoFocus />
          <PasswordInput
            name="password"
            label={t('auth.password')}
            hint={t('auth.new_password_hint')}
            autoComplete="new-password"
            required
          />
        </EntranceForm>
      )}
    </Entrance>
  );
}
