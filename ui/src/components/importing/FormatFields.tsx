import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useT } from '~/i18n/useT.ts';
import { FieldRow } from '../form/RecordForm.tsx';
import { type DateStyle, dateStyles, type NumberStyle, numberStyles, type Reading } from './reading.ts';
import type { KnownMapping } from './types.ts';

export interface FormatFieldsProps {
  known: KnownMapping[];
  /** '' for columns chosen by hand. */
  name: string;
  onName: (name: string) => void;
  /** Null where a known format says it. */
  reading: Reading | null;
  onReading: (reading: Reading) => void;
}

/** Which format the file has; chosen by hand, how its numbers and dates are written. */
export function FormatFields({ known, name, onName, reading, onReading }: FormatFieldsProps) {
  const t = useT();
  return (
    <FieldRow style={reading ? undefined : { maxWidth: 360 }}>
      <TextField
        select
        label={t('importing.mapping')}
        value={name}
        onChange={(event) => onName(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{t('importing.mapping_own')}</MenuItem>
        {known.map((mapping) => (
          <MenuItem key={`${mapping.id}-${mapping.name}`} value={mapping.name}>
            {mapping.title}
          </MenuItem>
        ))}
      </TextField>
      {reading && (
        <TextField
          select
          label={t('importing.numbers')}
          value={reading.numbers}
          onChange={(event) => onReading({ ...reading, numbers: event.target.value as NumberStyle })}
        >
          {Object.entries(numberStyles).map(([style, { example }]) => (
            <MenuItem key={style} value={style}>
              {example}
            </MenuItem>
          ))}
        </TextField>
      )}
      {reading && (
        <TextField
          select
          label={t('importing.dates')}
          value={reading.dates ?? 'format'}
          onChange={(event) => onReading({ ...reading, dates: event.target.value as DateStyle })}
        >
          {reading.dates === null && <MenuItem value="format">{t('importing.by_format')}</MenuItem>}
          {Object.entries(dateStyles).map(([style, { example }]) => (
            <MenuItem key={style} value={style}>
              {example}
            </MenuItem>
          ))}
        </TextField>
      )}
    </FieldRow>
  );
}
