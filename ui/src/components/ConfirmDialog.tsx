import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import { styled } from '@mui/material/styles';
import { type ReactNode, useId, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';

export interface Fact {
  label: string;
  value: ReactNode;
  strong?: boolean;
}

export interface ConfirmDialogProps {
  /** The question, with its count: "Cancel 12 orders?" */
  title: string;
  /** What happens, and what cannot be taken back. */
  text: string;
  /** Counts and money. */
  facts?: Fact[];
  /** The verb, with its count: "Cancel 12 orders". Never OK. */
  verb: string;
  /** The way out, in words: "Back to the text". */
  back?: string;
  danger?: boolean;
  /** Must be ticked first, for what costs much. */
  tick?: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what is costly or cannot be undone; names the count, the money and the end of it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    text,
    facts = [],
    verb,
    back,
    danger = false,
    tick,
    busy = false,
    onConfirm,
    onClose,
  } = props;
  const t = useT();
  const id = useId();
  const [ticked, setTicked] = useState(false);
  return (
    <Dialog
      open
      onClose={busy ? undefined : onClose}
      maxWidth="xs"
      fullWidth
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
    >
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent>
        <Text id={`${id}-text`}>{text}</Text>
        {facts.length > 0 && (
          <Facts>
            {facts.map(({ label, value, strong }) => (
              <div key={label} data-strong={strong || undefined}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </Facts>
        )}
        {tick && (
          <FormControlLabel
            sx={{ mt: 2 }}
            control={<Checkbox checked={ticked} onChange={(_, checked) => setTicked(checked)} />}
            label={tick}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {back ?? t('action.cancel')}
        </Button>
        <Button
          variant="contained"
          color={danger ? 'error' : 'primary'}
          disabled={busy || (tick !== undefined && !ticked)}
          onClick={onConfirm}
        >
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const Text = styled('p')(({ theme }) => ({
  margin: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.text.secondary,
}));

const Facts = styled('dl')(({ theme }) => ({
  margin: '14px 0 0',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > div': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: 16,
    padding: '7px 0',
    borderTop: `1px solid ${theme.vars.palette.divider}`,
  },
  '& > [data-strong]': { fontWeight: weight.strong },
  '& dd': { margin: 0, textAlign: 'right' },
}));
