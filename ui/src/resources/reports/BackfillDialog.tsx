import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { asProblem } from '~/api/problem.ts';
import type { Shape } from '~/api/types.ts';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { addDays, type Days, daysBetween, isDay } from '~/period.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';

const statuses = [
  'pending',
  'confirmed',
  'processing',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'refunded',
  'partially_refunded',
] as const satisfies Shape<'OrderStatus'>[];

export interface BackfillDialogProps {
  /** What an edit touched; the last 30 days when left out. */
  days?: Days | undefined;
  /** What has made it needful, in a sentence. */
  why?: string;
  onClose: () => void;
  /** The tracker of the run that has begun, or of the one that is under way already. */
  onStarted: (trackerId: number) => void;
}

/** Matches the orders of a period anew; says beforehand what that does and what it does not. */
export function BackfillDialog({ days, why, onClose, onStarted }: BackfillDialogProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const queries = useQueryClient();
  const today = dayIn(format.timeZone);
  const [from, setFrom] = useState(days?.from ?? addDays(today, -29));
  const [to, setTo] = useState(days?.to ?? today);
  const [chosen, setChosen] = useState<string[]>([]);
  const { act, busy } = useAct<Shape<'RunStarted'>>();
  const right = isDay(from) && isDay(to) && from <= to;
  const count = right ? daysBetween(from, to) : 0;

  async function start() {
    try {
      const run = await act({
        path: 'attribution/admin/backfill',
        body: { from, to, statuses: chosen.length > 0 ? chosen : null },
        done: t('reports.backfill.started'),
        refresh: ['trackers'],
        answers: ['backfill_running'],
      });
      onStarted(run.tracker_id);
    } catch (thrown) {
      const { code, details } = asProblem(thrown);
      if (code !== 'backfill_running') return;
      void queries.invalidateQueries({ queryKey: ['trackers'] });
      onStarted(details.tracker_id as number);
    }
  }

  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('reports.backfill.title')}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4, fontSize: '0.8125rem', lineHeight: '19px' }}>
        {why && <p style={{ margin: 0 }}>{why}</p>}
        <p style={{ margin: 0 }}>{t('reports.backfill.text')}</p>
        <FieldRow style={{ gridTemplateColumns: '1fr 1fr' }}>
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
        </FieldRow>
        <TextField
          select
          label={t('reports.backfill.statuses')}
          value={chosen}
          onChange={(event) => setChosen(event.target.value as unknown as string[])}
          slotProps={{
            select: {
              multiple: true,
              displayEmpty: true,
              renderValue: (value) =>
                (value as string[]).length > 0
                  ? format.list((value as (typeof statuses)[number][]).map((one) => t(`state.${one}`)))
                  : t('reports.backfill.every_status'),
            },
            inputLabel: { shrink: true },
          }}
        >
          {statuses.map((status) => (
            <MenuItem key={status} value={status}>
              {t(`state.${status}`)}
            </MenuItem>
          ))}
        </TextField>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {t('action.cancel')}
        </Button>
        <Button variant="contained" onClick={() => void start()} disabled={busy || !right}>
          {t('reports.backfill.verb', { smart_count: count, count: format.integer(count) })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
