import TextField from '@mui/material/TextField';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

export interface TextInputProps extends FieldProps {
  type?: 'text' | 'email' | 'url' | 'tel';
  rows?: number;
  autoComplete?: string;
  autoFocus?: boolean;
}

export function TextInput({
  type = 'text',
  rows,
  autoComplete = 'off',
  autoFocus,
  ...props
}: TextInputProps) {
  useFieldWords(props.name, props.label);
  const { value, onChange, onBlur, text } = useField<string | null>(props);
  return (
    <TextField
      {...text}
      type={type}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      autoComplete={autoComplete}
      autoFocus={autoFocus ?? false}
      {...(rows && { multiline: true, minRows: rows })}
    />
  );
}
