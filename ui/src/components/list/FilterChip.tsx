import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import OutlinedInput from '@mui/material/OutlinedInput';
import Popover from '@mui/material/Popover';
import { styled } from '@mui/material/styles';
import { ChevronDown, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { PickedWord, PickForm } from './PickForm.tsx';
import type { Filter } from './types.ts';

export interface FilterChipProps {
  filter: Filter;
  value: string;
  onChange: (value: string) => void;
}

/** One filter: says its name, and its value once set; opens to be changed. */
export function FilterChip({ filter, value, onChange }: FilterChipProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  const pick = (next: string) => {
    close();
    onChange(next);
  };

  const choices =
    filter.kind === 'choice'
      ? filter.choices
      : [
          { value: 'true', label: t('list.yes') },
          { value: 'false', label: t('list.no') },
        ];
  const isMenu = filter.kind === 'choice' || filter.kind === 'flag';
  const word = isMenu
    ? (choices.find((choice) => choice.value === value)?.label ?? value)
    : filter.kind === 'day'
      ? format.day(value)
      : value;

  return (
    <Chip data-set={value !== '' || undefined}>
      <Button
        id={id}
        variant="outlined"
        aria-haspopup={isMenu ? 'menu' : 'dialog'}
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        endIcon={value ? undefined : <ChevronDown size={14} />}
      >
        <span>{filter.label}</span>
        {value && (
          <b>{filter.kind === 'pick' ? <PickedWord source={filter.source} value={value} /> : word}</b>
        )}
      </Button>
      {value && (
        <Button
          variant="outlined"
          aria-label={t('list.remove_filter', { name: filter.label })}
          onClick={() => onChange('')}
          className="remove"
        >
          <X size={14} />
        </Button>
      )}
      {isMenu ? (
        <Menu
          open={anchor !== null}
          anchorEl={anchor}
          onClose={close}
          slotProps={{ list: { 'aria-labelledby': id } }}
        >
          {choices.map((choice) => (
            <MenuItem key={choice.value} selected={choice.value === value} onClick={() => pick(choice.value)}>
              {choice.label}
            </MenuItem>
          ))}
        </Menu>
      ) : (
        <Popover
          open={anchor !== null}
          anchorEl={anchor}
          onClose={close}
          anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
          slotProps={{ paper: { role: 'dialog', 'aria-labelledby': id } }}
        >
          {filter.kind === 'pick' ? (
            <PickForm source={filter.source} label={filter.label} onPick={pick} />
          ) : (
            <ValueForm kind={filter.kind} label={filter.label} value={value} onApply={pick} />
          )}
        </Popover>
      )}
    </Chip>
  );
}

interface ValueFormProps {
  kind: 'day' | 'text';
  label: string;
  value: string;
  onApply: (value: string) => void;
}

function ValueForm({ kind, label, value, onApply }: ValueFormProps) {
  const t = useT();
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onApply(String(new FormData(event.currentTarget).get('value') ?? '').trim());
  }
  return (
    <Form onSubmit={onSubmit}>
      <OutlinedInput
        name="value"
        type={kind === 'day' ? 'date' : 'text'}
        defaultValue={value}
        autoFocus
        slotProps={{ input: { 'aria-label': label } }}
      />
      <Button type="submit" variant="contained">
        {t('action.apply')}
      </Button>
    </Form>
  );
}

const Chip = styled('span')(({ theme }) => ({
  display: 'inline-flex',
  '& .MuiButton-root': { borderColor: theme.vars.palette.outline, fontWeight: weight.regular },
  '& b': { fontWeight: weight.strong, marginLeft: 6 },
  '&[data-set] .MuiButton-root': { backgroundColor: theme.vars.palette.chosen },
  '&[data-set] .MuiButton-root:not(.remove)': {
    borderTopRightRadius: 0,
    borderBottomRightRadius: 0,
    borderRight: 0,
  },
  '& .remove': { borderTopLeftRadius: 0, borderBottomLeftRadius: 0, borderLeft: 0, padding: '0 8px' },
}));

const Form = styled('form')({ display: 'flex', gap: 8, padding: 12 });
