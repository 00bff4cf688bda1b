import TextField from '@mui/material/TextField';
import { useCallback, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { fromWall, toWall } from '~/zone.ts';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

/** A calendar day, `YYYY-MM-DD`. */
export function DayInput(props: FieldProps) {
  const format = useFormat();
  const show = useCallback((value: unknown) => format.day(value as string | null), [format]);
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<string | null>(props);
  return (
    <TextField
      {...text}
      type="date"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
      onBlur={onBlur}
    />
  );
}

const SKIPPED = 'skipped';

/** An instant, chosen as a wall time in the tenant's zone and kept in UTC. */
export function InstantInput({ hint, ...props }: FieldProps) {
  const t = useT();
  const format = useFormat();
  const show = useCallback((value: unknown) => format.instant(value as string | null), [format]);
  useFieldWords(props.name, props.label, show);
  const zone = t('form.zone', { zone: format.timeZone });
  const { value, onChange, onBlur, text } = useField<string | null>(
    { ...props, hint: hint ? `${hint} ${zone}` : zone },
    { validate: (chosen) => chosen !== SKIPPED || t('form.skipped_hour') },
  );
  const [skipped, setSkipped] = useState('');
  const shown = value === SKIPPED ? skipped : value ? toWall(value, format.timeZone) : '';
  return (
    <TextField
      {...text}
      type="datetime-local"
      value={shown}
      onChange={(event) => {
        const wall = event.target.value;
        setSkipped(wall);
        onChange(wall ? (fromWall(wall, format.timeZone) ?? SKIPPED) : null);
      }}
      onBlur={onBlur}
    />
  );
}
