import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { type FieldProps, useField } from './useField.ts';

export interface PasswordInputProps extends FieldProps {
  autoComplete: 'current-password' | 'new-password';
}

export function PasswordInput({ autoComplete, ...props }: PasswordInputProps) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const { value, onChange, onBlur, text } = useField<string>(props);
  const Icon = shown ? EyeOff : Eye;
  return (
    <TextField
      {...text}
      type={shown ? 'text' : 'password'}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      autoComplete={autoComplete}
      slotProps={{
        input: {
          endAdornment: (
            <IconButton
              aria-label={t(shown ? 'auth.hide_password' : 'auth.show_password')}
              onClick={() => setShown(!shown)}
              sx={{ mr: -2, height: 28, width: 28 }}
            >
              <Icon size={16} strokeWidth={1.7} />
            </IconButton>
          ),
        },
      }}
    />
  );
}
