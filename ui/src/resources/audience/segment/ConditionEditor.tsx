import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { X } from 'lucide-react';
import { useT } from '~/i18n/useT.ts';
import { size, weight } from '~/tokens.ts';
import { ConditionFields } from './ConditionFields.tsx';
import { type Condition, isComplete } from './conditions.ts';

export interface ConditionEditorProps {
  condition: Condition;
  negated: boolean;
  onChange: (condition: Condition, negated: boolean) => void;
  onRemove: () => void;
  strict: boolean;
}

/** One condition: whether it holds or not, what it is, and the values it needs. */
export function ConditionEditor({ condition, negated, onChange, onRemove, strict }: ConditionEditorProps) {
  const t = useT();
  const name = t(`audience.condition.${condition.op}`);
  const wanting = strict && !isComplete(condition);
  return (
    <Row role="group" aria-label={name} data-wanting={wanting || undefined}>
      <Head>
        <b>{name}</b>
        <TextField
          select
          size="small"
          value={negated ? 'not' : 'is'}
          onChange={({ target }) => onChange(condition, target.value === 'not')}
          slotProps={{ htmlInput: { 'aria-label': t('audience.builder.holds', { name }) } }}
          sx={{ width: 'auto' }}
        >
          <MenuItem value="is">{t('audience.builder.is')}</MenuItem>
          <MenuItem value="not">{t('audience.builder.not')}</MenuItem>
        </TextField>
        <IconButton
          aria-label={t('audience.builder.remove', { name })}
          onClick={onRemove}
          sx={{ ml: 'auto' }}
        >
          <X size={16} />
        </IconButton>
      </Head>
      <ConditionFields condition={condition} onChange={(next) => onChange(next, negated)} />
      {wanting && <p role="alert">{t('audience.builder.wanting')}</p>}
    </Row>
  );
}

const Row = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 8,
  minWidth: 0,
  padding: '8px 8px 12px 12px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  '&[data-wanting]': { borderColor: theme.vars.palette.bad.text },
  '& > p': { margin: 0, fontSize: '0.75rem', lineHeight: '17px', color: theme.vars.palette.bad.text },
}));

const Head = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > b': { fontWeight: weight.strong },
});
