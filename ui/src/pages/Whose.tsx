import TextField from '@mui/material/TextField';
import { useT } from '~/i18n/useT.ts';

/** Whose account a link is for: seen by the person, and by the password manager that keeps the password. */
export function Whose({ email }: { email: string }) {
  const t = useT();
  return (
    <TextField
      label={t('auth.email')}
      type="email"
      value={email}
      autoComplete="username"
      slotProps={{ input: { readOnly: true } }}
    />
  );
}
