import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useChosen, useFound } from '~/components/form/useFound.ts';
import { useT } from '~/i18n/useT.ts';

interface Named {
  id: number;
  name: string;
  /** Of a category: its name with those above it. */
  path?: string;
}

export interface RecordsBoxProps {
  label: string;
  resource: string;
  value: number[];
  onChange: (ids: number[]) => void;
}

/** Several records by their ids, each found by typing part of its name. */
export function RecordsBox({ label, resource, value, onChange }: RecordsBoxProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const { found, busy } = useFound<Named>(resource, typed);
  const chosen = useChosen<Named>(resource, value);
  const known = new Map([...chosen.values(), ...found].map((one) => [one.id, one.path ?? one.name]));
  return (
    <Autocomplete<number, true>
      multiple
      size="small"
      options={found.map(({ id }) => id)}
      loading={busy}
      value={value}
      onChange={(_, ids) => onChange(ids)}
      onInputChange={(_, next, reason) => setTyped(reason === 'input' ? next : '')}
      getOptionLabel={(id) => known.get(id) ?? `#${id}`}
      filterOptions={(ids) => ids}
      filterSelectedOptions
      noOptionsText={t('form.nothing')}
      loadingText="…"
      renderInput={(params) => <TextField {...params} label={label} />}
    />
  );
}
