import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Line, WholeOrder } from './types.ts';

/** Takes units back, line by line. What each brings back was paid for it, discount and all. */
export function RefundDialog({ order, onClose }: { order: WholeOrder; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const { act, busy } = useAct();
  const [units, setUnits] = useState<Record<number, number>>({});
  const [restock, setRestock] = useState(true);
  const [reason, setReason] = useState('');
  const lines = order.items.filter((line) => left(line) > 0);
  const chosen = lines.filter((line) => (units[line.id] ?? 0) > 0);
  const count = chosen.reduce((sum, line) => sum + (units[line.id] ?? 0), 0);
  const submit = async () => {
    await act({
      path: `orders/${order.id}/refunds`,
      body: {
        lines: chosen.map((line) => ({ line_id: line.id, quantity: units[line.id], restock })),
        reason,
      },
      done: t('orders.refund_done'),
      refresh: ['orders', 'home'],
    });
    onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('orders.refund_of', { number: order.number })}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
        {lines.map((line) => (
          <TextField
            key={line.id}
            type="number"
            label={t('orders.units_of', { name: line.name || line.sku })}
            helperText={t('orders.units_left', { count: format.integer(left(line)) })}
            value={units[line.id] ?? ''}
            slotProps={{ htmlInput: { min: 0, max: left(line), step: 1 } }}
            onChange={({ target }) =>
              setUnits({
                ...units,
                [line.id]: Math.min(Math.max(Math.trunc(Number(target.value)) || 0, 0), left(line)),
              })
            }
          />
        ))}
        <TextField
          label={t('orders.reason')}
          value={reason}
          slotProps={{ htmlInput: { maxLength: 1000 } }}
          onChange={({ target }) => setReason(target.value)}
        />
        <FormControlLabel
          control={<Checkbox checked={restock} onChange={(_, checked) => setRestock(checked)} />}
          label={t('orders.restock')}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {t('action.cancel')}
        </Button>
        <Button variant="contained" disabled={busy || count === 0} onClick={submit}>
          {t('orders.refund_units', { smart_count: count })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function left(line: Line): number {
  return line.quantity - line.refunded_quantity;
}
