import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { BackfillDialog } from '~/resources/reports/BackfillDialog.tsx';
import { useCan, useFormat } from '~/session/useMe.ts';
import { size } from '~/tokens.ts';
import { dayIn } from '~/zone.ts';
import type { PastEffect } from './campaign.ts';

/** What an edit means for credits already given, and the backfill that would apply it. */
export function PastNote({ past, onDone }: { past: PastEffect | null; onDone: () => void }) {
  const t = useT();
  const format = useFormat();
  const may = useCan('attribution.recompute');
  const [open, setOpen] = useState(false);
  if (!past?.touches_past || !past.backfill_from) return null;
  const from = dayIn(format.timeZone, past.backfill_from);
  // The end is the first instant no longer touched: at midnight the day before is the last.
  const to = dayIn(format.timeZone, Date.parse(past.backfill_to ?? new Date().toISOString()) - 1);
  return (
    <Note role="status">
      <span>{t('ads.past.stays', { period: format.dayRange(from, to) })}</span>
      {may && (
        <Button variant="text" color="primary" onClick={() => setOpen(true)}>
          {t('ads.past.backfill')}
        </Button>
      )}
      <Button variant="text" onClick={onDone}>
        {t('ads.past.leave')}
      </Button>
      {!may && <small>{t('ads.past.ask')}</small>}
      {open && (
        <BackfillDialog
          days={{ from, to }}
          onClose={() => setOpen(false)}
          onStarted={() => {
            setOpen(false);
            onDone();
          }}
        />
      )}
    </Note>
  );
}

/** Edits that touch nothing of the past say so in passing. */
export function usePastWords() {
  const t = useT();
  return (past: PastEffect | null | undefined) => {
    if (past && !past.touches_past) toast(t('ads.past.untouched'));
  };
}

const Note = styled('div')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '2px 8px',
  marginBottom: 16,
  padding: '6px 8px 6px 14px',
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.accentSoft,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > span': { maxWidth: 720 },
}));
