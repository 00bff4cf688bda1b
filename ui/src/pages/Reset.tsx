import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { SIGN_IN } from '~/api/authProvider.ts';
import { askForReset, resetPassword } from '~/api/entrance.ts';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from './Entrance.tsx';
import { EntranceForm } from './EntranceForm.tsx';

/** Asking for a link to a new password, and using it. */
export default function Reset() {
  const { token } = useParams();
  return token ? <Choose token={token} /> : <Ask />;
}

function Ask() {
  const t = useT();
  const [asked, setAsked] = useState<string | null>(null);
  if (asked) {
    return (
      <Entrance title={t('auth.reset_ask_title')}>
        <p role="status">{t('auth.reset_asked', { email: asked })}</p>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('auth.reset_ask_title')} text={t('auth.reset_ask_text')}>
      <EntranceForm
        defaults={{ email: '' }}
        verb={t('auth.reset_ask_done')}
        onSend={async ({ email }) => {
          await askForReset(email);
          setAsked(email);
        }}
      >
        <TextInput
          name="email"
          type="email"
          label={t('auth.email')}
          autoComplete="username"
          required
          autoFocus
        />
      </EntranceForm>
    </Entrance>
  );
}

function Choose({ token }: { token: string }) {
  const t = useT();
  const navigate = useNavigate();
  return (
    <Entrance title={t('auth.reset_title')}>
      <EntranceForm
        defaults={{ password: '' }}
        verb={t('auth.reset_done')}
        words={({ status }) => (status === 404 ? t('auth.link_dead') : null)}
        onSend={async ({ password }) => {
          await resetPassword(token, password);
          toast(t('auth.reset_saved'));
          navigate(SIGN_IN);
        }}
      >
        <PasswordInput
          name="password"
          label={t('auth.new_password')}
          hint={t('auth.new_password_hint')}
          autoComplete="new-password"
          required
        />
      </EntranceForm>
    </Entrance>
  );
}
