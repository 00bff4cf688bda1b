import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useQuery } from '@tanstack/react-query';
import { useLogin } from 'ra-core';
import { useState } from 'react';
import { Link, Navigate } from 'react-router';
import { fetchSignInInfo } from '~/api/entrance.ts';
import { Problem } from '~/api/problem.ts';
import type { Credentials } from '~/api/session.ts';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { Entrance } from './Entrance.tsx';
import { EntranceForm } from './EntranceForm.tsx';
import { useEntranceWords } from './useEntranceWords.ts';

export default function SignIn() {
  const t = useT();
  const login = useLogin();
  const words = useEntranceWords();
  const [first, setFirst] = useState<Credentials | null>(null);
  const { data: info } = useQuery({ queryKey: ['sign-in'], queryFn: fetchSignInInfo, retry: false });

  async function signIn(credentials: Credentials) {
    try {
      await login(credentials);
    } catch (thrown) {
      if (!(thrown instanceof Problem && thrown.code === 'second_factor_required')) throw thrown;
      setFirst(credentials);
    }
  }

  if (info?.setup_needed) return <Navigate to="/setup" replace />;

  if (first) {
    return (
      <Entrance title={t('auth.totp_title')}>
        <EntranceForm
          key="totp"
          defaults={{ totp: '' }}
          verb={t('auth.sign_in')}
          words={words}
          onSend={({ totp }) => login({ ...first, totp })}
        >
          <TextInput
            name="totp"
            label={t('auth.totp')}
            hint={t('auth.totp_hint')}
            autoComplete="one-time-code"
            required
            autoFocus
          />
        </EntranceForm>
        <Foot>
          <Button variant="text" onClick={() => setFirst(null)}>
            {t('auth.back')}
          </Button>
        </Foot>
      </Entrance>
    );
  }

  return (
    <Entrance title={t('auth.sign_in')}>
      {info?.demo && (
        <Demo>
          <p>{t('auth.demo')}</p>
          <code>
            {info.demo.email} · {info.demo.password}
          </code>
          <Button onClick={() => info.demo && void signIn(info.demo)}>{t('auth.demo_use')}</Button>
        </Demo>
      )}
      <EntranceForm<Credentials>
        defaults={{ email: '', password: '' }}
        verb={t('auth.sign_in')}
        words={words}
        onSend={signIn}
      >
        <TextInput
          name="email"
          type="email"
          label={t('auth.email')}
          autoComplete="username"
          required
          autoFocus
        />
        <PasswordInput name="password" label={t('auth.password')} autoComplete="current-password" required />
      </EntranceForm>
      <Foot>
        <Link to="/password-resets">{t('auth.forgot')}</Link>
      </Foot>
    </Entrance>
  );
}

const Demo = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 8,
  justifyItems: 'start',
  marginBottom: 18,
  padding: 14,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.accentSoft,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& p': { margin: 0 },
  '& code': { fontFamily: 'inherit', fontWeight: 550, userSelect: 'all', overflowWrap: 'anywhere' },
}));

const Foot = styled('div')(({ theme }) => ({
  marginTop: 14,
  fontSize: '0.8125rem',
  '& a': { color: theme.vars.palette.primary.main },
}));
