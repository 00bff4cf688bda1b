import Autocomplete from '@mui/material/Autocomplete';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useT } from '~/i18n/useT.ts';
import type { OptionSpec } from './options.ts';
import type { Options } from './types.ts';
import { optionHint, optionName } from './words.ts';

export interface OptionsFieldsProps {
  specs: OptionSpec[];
  values: Options;
  onChange: (values: Options) => void;
}

/** What may be said of a whole file: where it comes from, what holds for rows that say nothing themselves. */
export function OptionsFields({ specs, values, onChange }: OptionsFieldsProps) {
  const grid = 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))';
  return (
    <div style={{ display: 'grid', gap: 16, alignItems: 'start', gridTemplateColumns: grid }}>
      {specs.map((spec) => (
        <OptionField
          key={spec.name}
          spec={spec}
          value={values[spec.name] ?? spec.initial}
          onChange={(value) => onChange({ ...values, [spec.name]: value })}
        />
      ))}
    </div>
  );
}

interface OptionFieldProps {
  spec: OptionSpec;
  value: unknown;
  onChange: (value: unknown) => void;
}

function OptionField({ spec, value, onChange }: OptionFieldProps) {
  const t = useT();
  const label = optionName(spec.name, t);
  const hint = optionHint(spec.name, spec.description, t);
  if (spec.kind === 'flag') {
    return (
      <div>
        <FormControlLabel
          sx={{ ml: 0, gap: 2 }}
          label={label}
          control={<Switch checked={value === true} onChange={(_, checked) => onChange(checked)} />}
        />
        {hint && <FormHelperText>{hint}</FormHelperText>}
      </div>
    );
  }
  if (spec.kind === 'tristate') {
    return (
      <TextField
        select
        label={label}
        helperText={hint}
        value={value === true ? 'true' : value === false ? 'false' : ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'true')}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{t('importing.as_set')}</MenuItem>
        <MenuItem value="true">{t('list.yes')}</MenuItem>
        <MenuItem value="false">{t('list.no')}</MenuItem>
      </TextField>
    );
  }
  if (spec.kind === 'words') {
    return (
      <Autocomplete<string, true, false, true>
        multiple
        freeSolo
        autoSelect
        options={[]}
        value={(value as string[] | null) ?? []}
        onChange={(_, next) => onChange([...new Set(next.map((word) => word.trim()).filter(Boolean))])}
        renderInput={(params) => <TextField {...params} label={label} helperText={hint} />}
      />
    );
  }
  return (
    <TextField
      label={label}
      helperText={hint}
      value={(value as string | null) ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? spec.initial : event.target.value)}
      slotProps={{ htmlInput: { maxLength: spec.mostChars } }}
    />
  );
}
