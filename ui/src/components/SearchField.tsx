import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useT } from '~/i18n/useT.ts';

export interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
}

const PAUSE_MS = 250;

/** A search that asks when the typing pauses. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const t = useT();
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    // Changed from elsewhere, not the echo of what was typed here.
    if (value !== sent) setText(value);
  }
  const report = useEffectEvent((next: string) => {
    setSent(next);
    onChange(next);
  });
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => report(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <OutlinedInput
      type="text"
      value={text}
      placeholder={label}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && text && setText('')}
      slotProps={{ input: { 'aria-label': label, role: 'searchbox', autoComplete: 'off' } }}
      startAdornment={
        <InputAdornment position="start" sx={{ mr: 1.5 }}>
          <Search size={15} strokeWidth={1.7} />
        </InputAdornment>
      }
      endAdornment={
        text && (
          <InputAdornment position="end" sx={{ mr: -2 }}>
            <IconButton aria-label={t('action.clear')} size="small" onClick={() => setText('')}>
              <X size={14} />
            </IconButton>
          </InputAdornment>
        )
      }
      sx={{ width: { xs: '100%', sm: 240 } }}
    />
  );
}
