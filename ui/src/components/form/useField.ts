import { type RegisterOptions, useController, useFormContext } from 'react-hook-form';
import { useT } from '~/i18n/useT.ts';

export interface FieldProps {
  /** Dotted path into what is sent. */
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
  disabled?: boolean;
}

/** A controlled field and what MUI's TextField wants to know of it. */
export function useField<T>(
  { name, label, hint, required, disabled }: FieldProps,
  rules: RegisterOptions = {},
) {
  const t = useT();
  const { control } = useFormContext();
  const { field, fieldState } = useController({
    name,
    control,
    rules: { ...(required && { required: t('form.needed') }), ...rules } as never,
  });
  return {
    value: field.value as T,
    onChange: field.onChange as (value: T) => void,
    onBlur: field.onBlur,
    text: {
      name,
      label: required ? label : `${label} (${t('action.optional')})`,
      required: required ?? false,
      disabled: disabled ?? false,
      inputRef: field.ref,
      error: fieldState.error !== undefined,
      helperText: fieldState.error?.message ?? hint,
    },
  };
}
