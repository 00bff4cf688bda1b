import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Popover from '@mui/material/Popover';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { SlidersHorizontal } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { fromWall, toWall } from '~/zone.ts';
import type { Question } from './question.ts';

/** Refunds by sale or by event, with or without tax, and at which instant the report is read. */
export function QuestionOptions({ question }: { question: Question }) {
  const t = useT();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const set = [question.basis !== 'sale', question.tax !== 'included', question.asOf !== null];
  const count = set.filter(Boolean).length;
  return (
    <>
      <Button
        id={id}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        startIcon={<SlidersHorizontal size={16} strokeWidth={1.7} />}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('reports.options')}
        {count > 0 && <b style={{ marginLeft: 6 }}>{count}</b>}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-labelledby': id } }}
      >
        <Sheet>
          <Choice
            name="basis"
            value={question.basis}
            values={['sale', 'event']}
            onChange={(value) => question.set('basis', value)}
          />
          <Choice
            name="tax"
            value={question.tax}
            values={['included', 'excluded']}
            onChange={(value) => question.set('tax', value)}
          />
          <AsOf question={question} onDone={() => setAnchor(null)} />
        </Sheet>
      </Popover>
    </>
  );
}

interface ChoiceProps {
  name: 'basis' | 'tax';
  value: string;
  values: ('sale' | 'event' | 'included' | 'excluded')[];
  onChange: (value: string) => void;
}

function Choice({ name, value, values, onChange }: ChoiceProps) {
  const t = useT();
  const id = useId();
  return (
    <div>
      <h3 id={id}>{t(`reports.${name}.label`)}</h3>
      <RadioGroup aria-labelledby={id} value={value} onChange={(_, next) => onChange(next)}>
        {values.map((one) => (
          <FormControlLabel
            key={one}
            value={one}
            control={<Radio />}
            label={t(`reports.${name}.${one}` as Parameters<typeof t>[0])}
          />
        ))}
      </RadioGroup>
    </div>
  );
}

function AsOf({ question, onDone }: { question: Question; onDone: () => void }) {
  const t = useT();
  const { timeZone } = useFormat();
  const [wall, setWall] = useState(question.asOf ? toWall(question.asOf, timeZone) : '');
  function read(event: FormEvent) {
    event.preventDefault();
    question.set('as_of', wall ? fromWall(wall, timeZone) : null);
    onDone();
  }
  return (
    <form onSubmit={read}>
      <h3>{t('reports.as_of.label')}</h3>
      <p>{t('reports.as_of.text')}</p>
      <TextField
        type="datetime-local"
        value={wall}
        onChange={(event) => setWall(event.target.value)}
        slotProps={{ htmlInput: { 'aria-label': t('reports.as_of.label') } }}
        helperText={t('form.zone', { zone: timeZone })}
      />
      <Button type="submit" variant="contained" sx={{ mt: 2 }}>
        {t('action.apply')}
      </Button>
    </form>
  );
}

const Sheet = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 14,
  padding: 16,
  width: 300,
  maxWidth: '100%',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& h3': { margin: '0 0 2px', fontSize: '0.8125rem', lineHeight: '19px', fontWeight: weight.strong },
  '& p': { margin: '0 0 8px', color: theme.vars.palette.text.secondary },
}));
