import Autocomplete from '@mui/material/Autocomplete';
import type { PopperProps } from '@mui/material/Popper';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { type ReactNode, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useChosen, useFound } from '../form/useFound.ts';
import type { PickSource } from './types.ts';

interface PickFormProps {
  source: PickSource;
  label: string;
  onPick: (value: string) => void;
}

interface Option {
  value: string;
  text: string;
}

/** One of many, found by typing part of its name. */
export function PickForm({ source, label, onPick }: PickFormProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const { found, busy } = useFound<never>(source.resource, typed);
  return (
    <div style={{ padding: 12, width: 300, maxWidth: 'calc(100vw - 32px)' }}>
      <Autocomplete<Option>
        open
        disablePortal
        forcePopupIcon={false}
        slots={{ popper: Below }}
        options={found.map((row) => ({ value: source.value(row), text: source.text(row) }))}
        loading={busy}
        value={null}
        onChange={(_, option) => option && onPick(option.value)}
        onInputChange={(_, next) => setTyped(next)}
        getOptionLabel={({ text }) => text}
        getOptionKey={({ value }) => value}
        filterOptions={(options) => options}
        noOptionsText={t('form.nothing')}
        loadingText="…"
        renderInput={(params) => (
          <TextField {...params} label={label} placeholder={t('form.type_name')} autoFocus />
        )}
      />
    </div>
  );
}

/** The offers stand below the field, in the same sheet, rather than float over it. */
function Below({ children }: PopperProps) {
  return <Offers role="presentation">{children as ReactNode}</Offers>;
}

/** What was picked, by its name; by what stands in the address until that is known. */
export function PickedWord({ source, value }: { source: PickSource; value: string }) {
  const chosen = useChosen<never>(source.resource, source.named ? [] : [value]).get(value);
  return chosen === undefined ? value : source.text(chosen);
}

const Offers = styled('div')({ marginTop: 4, '& .MuiPaper-root': { boxShadow: 'none', border: 0 } });
