import { styled } from '@mui/material/styles';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { size, weight } from '~/tokens.ts';

export interface WizardStep {
  name: string;
  label: string;
  /** What was chosen there, in a few words. */
  chosen?: ReactNode;
  /** It may be opened: everything it needs has been chosen. */
  ready: boolean;
}

export interface WizardProps {
  label: string;
  steps: WizardStep[];
  at: string;
  onGo: (step: string) => void;
  /** What it will do, always current: how many, how much, what clashes. */
  effect?: ReactNode;
  children: ReactNode;
}

/** Steps on the left with what was chosen, the step itself, and on the right what will come of it. */
export function Wizard({ label, steps, at, onGo, effect, children }: WizardProps) {
  const here = steps.findIndex(({ name }) => name === at);
  return (
    <Grid data-effect={effect ? '' : undefined}>
      <Steps aria-label={label}>
        {steps.map(({ name, label: word, chosen, ready }, i) => (
          <li key={name}>
            <button
              type="button"
              disabled={!ready}
              aria-current={name === at ? 'step' : undefined}
              onClick={() => onGo(name)}
            >
              <Place data-done={i < here || undefined}>
                {i < here ? <Check size={13} strokeWidth={2.4} /> : i + 1}
              </Place>
              <span>
                {word}
                {chosen && <small>{chosen}</small>}
              </span>
            </button>
          </li>
        ))}
      </Steps>
      <div>{children}</div>
      {effect && <aside>{effect}</aside>}
    </Grid>
  );
}

const Grid = styled('div')({
  display: 'grid',
  gap: 20,
  alignItems: 'start',
  gridTemplateColumns: '200px minmax(0, 1fr)',
  '&[data-effect]': { gridTemplateColumns: '200px minmax(0, 1fr) 300px' },
  '@media (max-width: 1099px)': {
    '&&': { gridTemplateColumns: '200px minmax(0, 1fr)' },
    '& > aside': { gridColumn: 2 },
  },
  '@media (max-width: 699px)': {
    '&&': { gridTemplateColumns: 'minmax(0, 1fr)' },
    '& > aside': { gridColumn: 1 },
  },
});

const Steps = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  display: 'grid',
  gap: 2,
  '@media (max-width: 699px)': { gridAutoFlow: 'column', justifyContent: 'start', overflowX: 'auto' },
  '& button': {
    all: 'unset',
    boxSizing: 'border-box',
    display: 'flex',
    gap: 10,
    width: '100%',
    minHeight: 44,
    padding: '8px 10px',
    borderRadius: size.radius,
    cursor: 'pointer',
    fontSize: '0.8125rem',
    lineHeight: '19px',
    fontWeight: weight.medium,
    color: theme.vars.palette.text.secondary,
  },
  '& button:hover:not(:disabled)': { backgroundColor: theme.vars.palette.hover },
  '& button:disabled': { cursor: 'default', color: theme.vars.palette.text.third },
  '& button:focus-visible': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -2 },
  '& [aria-current="step"]': {
    backgroundColor: theme.vars.palette.chosen,
    color: theme.vars.palette.text.primary,
  },
  '& small': {
    display: 'block',
    fontSize: '0.75rem',
    lineHeight: '17px',
    fontWeight: weight.regular,
    color: theme.vars.palette.text.secondary,
    overflowWrap: 'anywhere',
  },
}));

const Place = styled('span')(({ theme }) => ({
  display: 'grid',
  placeItems: 'center',
  flex: 'none',
  width: 20,
  height: 20,
  borderRadius: '50%',
  border: `1px solid ${theme.vars.palette.outline}`,
  fontSize: '0.75rem',
  lineHeight: 1,
  '&[data-done]': {
    borderColor: 'transparent',
    backgroundColor: theme.vars.palette.fill,
    color: theme.vars.palette.primary.contrastText,
  },
}));
