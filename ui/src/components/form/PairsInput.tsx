import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { Plus, X } from 'lucide-react';
import { useCallback } from 'react';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

export interface Pair {
  name: string;
  value: string;
}

/** Names with their values, as many as there are: options of a variant, further fields of a product. */
export function PairsInput({ nameLabel, ...props }: FieldProps & { nameLabel: string }) {
  const t = useT();
  const show = useCallback((value: unknown) => pairWords(value as Pair[] | null), []);
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<Pair[] | null>(props);
  const pairs = value ?? [];
  const put = (at: number, change: Partial<Pair>) =>
    onChange(pairs.map((pair, i) => (i === at ? { ...pair, ...change } : pair)));
  return (
    <Group>
      <legend>{props.label}</legend>
      {pairs.map((pair, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names may be typed twice
        <Line key={i}>
          <TextField
            value={pair.name}
            placeholder={nameLabel}
            onChange={(event) => put(i, { name: event.target.value })}
            onBlur={onBlur}
            slotProps={{ htmlInput: { 'aria-label': `${props.label} ${i + 1}: ${nameLabel}` } }}
          />
          <TextField
            value={pair.value}
            placeholder={t('chart.value')}
            onChange={(event) => put(i, { value: event.target.value })}
            onBlur={onBlur}
            slotProps={{ htmlInput: { 'aria-label': `${pair.name || i + 1}: ${t('chart.value')}` } }}
          />
          <IconButton
            aria-label={`${t('action.remove')} ${pair.name || i + 1}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== i))}
          >
            <X size={15} />
          </IconButton>
        </Line>
      ))}
      <Button
        variant="text"
        color="primary"
        ref={text.inputRef}
        startIcon={<Plus size={15} />}
        onClick={() => onChange([...pairs, { name: '', value: '' }])}
        sx={{ justifySelf: 'start', px: 2 }}
      >
        {t('action.add')}
      </Button>
      {text.helperText && <FormHelperText error={text.error}>{text.helperText}</FormHelperText>}
    </Group>
  );
}

function pairWords(pairs: Pair[] | null): string {
  return pairs?.length ? pairs.map(({ name, value }) => `${name}: ${value}`).join(', ') : MISSING;
}

const Group = styled('fieldset')(({ theme }) => ({
  display: 'grid',
  gap: 8,
  margin: 0,
  padding: 0,
  border: 0,
  minWidth: 0,
  '& > legend': {
    padding: '0 0 4px',
    fontSize: '0.75rem',
    lineHeight: '17px',
    fontWeight: weight.medium,
    color: theme.vars.palette.text.secondary,
  },
}));

const Line = styled('div')({
  display: 'grid',
  gap: 8,
  gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.6fr) auto',
  alignItems: 'center',
});
