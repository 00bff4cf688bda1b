import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { SIGN_IN } from '~/api/authProvider.ts';
import { askForReset, fetchReset, resetPassword } from '~/api/entrance.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from './Entrance.tsx';
import { EntranceForm } from './EntranceForm.tsx';
import { useEntranceWords } from './useEntranceWords.ts';
import { Whose } from './Whose.tsx';

/** Asking for a link to a new password, and using it. */
export default function Reset() {
  const { code } = useParams();
  return code ? <Choose code={code} /> : <Ask />;
}

function Ask() {
  const t = useT();
  const words = useEntranceWords();
  const [answer, setAnswer] = useState<{ mails: boolean; email: string } | null>(null);
  if (answer) {
    return (
      <Entrance title={t('auth.reset_ask_title')}>
        <p role="status">
          {t(answer.mails ? 'auth.reset_asked' : 'auth.reset_no_mail', { email: answer.email })}
        </p>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('auth.reset_ask_title')} text={t('auth.reset_ask_text')}>
      <EntranceForm
        defaults={{ email: '' }}
        verb={t('auth.reset_ask_done')}
        words={words}
        onSend={async ({ email }) => setAnswer({ ...(await askForReset(email)), email })}
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

function Choose({ code }: { code: string }) {
  const t = useT();
  const words = useEntranceWords();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['reset', code],
    queryFn: () => fetchReset(code),
    retry: false,
  });
  return (
    <Entrance title={t('auth.reset_title')}>
      {error && <ErrorState error={error} title={t('auth.link_dead')} onRetry={() => void refetch()} />}
      {!error && !data && <PageWait />}
      {data && (
        <EntranceForm
          defaults={{ password: '' }}
          verb={t('auth.reset_done')}
          words={words}
          onSend={async ({ password }) => {
            await resetPassword(code, password);
            toast(t('auth.reset_saved'));
            navigate(SIGN_IN);
          }}
        >
          <Whose email={data.email} />
          <PasswordInput
            name="password"
            label={t('auth.new_password')}
            hint={t('auth.new_password_hint')}
            autoComplete="new-password"
            required
          />
        </EntranceForm>
      )}
    </Entrance>
  );
}
