import { useQueryClient } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { OwnForm } from './OwnForm.tsx';

/** A new password; it ends one's other sessions. */
export function Password() {
  const t = useT();
  const { user } = useMe();
  const queries = useQueryClient();
  return (
    <OwnForm<{ current: string; new: string }>
      forgets
      defaults={{ current: '', new: '' }}
      verb={t('me.password.verb')}
      onSend={async (body) => {
        await request('PUT', 'me/password', { body });
        await queries.invalidateQueries({ queryKey: ['sessions'] });
        toast(t('me.password.done'));
      }}
    >
      {/* Password managers want to know whose it is. */}
      <input type="email" autoComplete="username" value={user.email} readOnly hidden />
      <PasswordInput
        name="current"
        label={t('me.password.current')}
        autoComplete="current-password"
        required
      />
      <PasswordInput
        name="new"
        label={t('auth.new_password')}
        hint={t('auth.new_password_hint')}
        autoComplete="new-password"
        required
      />
    </OwnForm>
  );
}
