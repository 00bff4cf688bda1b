import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

export function SwitchInput(props: FieldProps) {
  useFieldWords(props.name, props.label);
  const { value, onChange, onBlur, text } = useField<boolean | null>(props);
  return (
    <div>
      <FormControlLabel
        sx={{ ml: 0, gap: 2 }}
        label={props.label}
        control={
          <Switch
            checked={value ?? false}
            onChange={(_, checked) => onChange(checked)}
            onBlur={onBlur}
            disabled={text.disabled}
            slotProps={{ input: { ref: text.inputRef } }}
          />
        }
      />
      {text.helperText && <FormHelperText error={text.error}>{text.helperText}</FormHelperText>}
    </div>
  );
}
