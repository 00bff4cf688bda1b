import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Popover from '@mui/material/Popover';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { type Comparison, comparisons, isDay, type Period, presetDays, presets } from '~/period.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import { MonthGrid } from './MonthGrid.tsx';
import type { PeriodChoice } from './usePeriod.ts';

export interface PeriodSheetProps {
  anchor: HTMLElement;
  labelledBy: string;
  period: Period;
  comparable: boolean;
  onChoose: (choice: PeriodChoice) => void;
  onClose: () => void;
}

export default function PeriodSheet({ anchor, labelledBy, onClose, ...choice }: PeriodSheetProps) {
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{ paper: { role: 'dialog', 'aria-labelledby': labelledBy } }}
    >
      <Choices {...choice} />
    </Popover>
  );
}

type ChoicesProps = Omit<PeriodSheetProps, 'anchor' | 'labelledBy' | 'onClose'>;

function Choices({ period, comparable, onChoose }: ChoicesProps) {
  const t = useT();
  const { timeZone } = useFormat();
  const today = dayIn(timeZone);
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const [comparison, setComparison] = useState<Comparison>(period.comparison);
  const [picking, setPicking] = useState(false);
  const right = isDay(from) && isDay(to) && from <= to;

  /** The first pick starts a period, the second ends it; the wrong way round they are turned. */
  function pick(day: string) {
    if (!picking) {
      setFrom(day);
      setTo(day);
    } else if (day < from) setFrom(day);
    else setTo(day);
    setPicking(!picking);
  }

  return (
    <Sheet>
      <Presets>
        {presets.map((preset) => (
          <Button
            key={preset}
            variant="text"
            aria-pressed={period.preset === preset}
            onClick={() => onChoose({ preset, ...presetDays(preset, today), comparison })}
          >
            {t(`period.${preset}`)}
          </Button>
        ))}
      </Presets>
      <Own
        onSubmit={(event) => {
          event.preventDefault();
          const untouched = from === period.from && to === period.to;
          if (right) onChoose({ preset: untouched ? period.preset : null, from, to, comparison });
        }}
      >
        <Ends>
          <TextField
            type="date"
            label={t('period.from')}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <TextField
            type="date"
            label={t('period.to')}
            value={to}
            onChange={(event) => setTo(event.target.value)}
            error={!right}
            helperText={right ? undefined : t('period.wrong_order')}
          />
        </Ends>
        <MonthGrid from={from} to={to} today={today} onPick={pick} />
        {comparable && (
          <RadioGroup
            aria-label={t('period.compare')}
            value={comparison}
            onChange={(_, next) => setComparison(next as Comparison)}
          >
            <Caption>{t('period.compare')}</Caption>
            {comparisons.map((one) => (
              <FormControlLabel key={one} value={one} control={<Radio />} label={t(`period.${one}`)} />
            ))}
          </RadioGroup>
        )}
        <Foot>
          <Caption>{t('period.zone', { zone: timeZone })}</Caption>
          <Button type="submit" variant="contained" disabled={!right}>
            {t('action.apply')}
          </Button>
        </Foot>
      </Own>
    </Sheet>
  );
}

const Sheet = styled('div')({
  display: 'flex',
  maxWidth: '100%',
  '@media (max-width: 599px)': { flexDirection: 'column' },
});

const Presets = styled('div')(({ theme }) => ({
  display: 'grid',
  alignContent: 'start',
  padding: 8,
  borderRight: `1px solid ${theme.vars.palette.divider}`,
  '& button': { justifyContent: 'flex-start', fontWeight: 400, color: theme.vars.palette.text.primary },
  '& button[aria-pressed="true"]': { backgroundColor: theme.vars.palette.chosen, fontWeight: 550 },
  '@media (max-width: 599px)': {
    gridTemplateColumns: '1fr 1fr',
    borderRight: 0,
    borderBottom: `1px solid ${theme.vars.palette.divider}`,
  },
}));

const Own = styled('form')({
  display: 'grid',
  gap: 14,
  padding: 16,
  width: 320,
  maxWidth: '100%',
  alignContent: 'start',
});
const Ends = styled('div')({ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8, alignItems: 'start' });
const Foot = styled('div')({
  display: 'flex',
  justifyContent: 'space-between',
  alignItems: 'center',
  gap: 12,
});
const Caption = styled('span')(({ theme }) => ({
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
}));
