import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import { request } from '~/api/request.ts';
import { FormProblem } from '~/components/form/FormProblem.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { AdjustFields } from './AdjustFields.tsx';
import { AdjustOutcome } from './AdjustOutcome.tsx';
import { type AdjustValues, adjustmentOf } from './adjustment.ts';
import { type Adjusted, type Prices, touched } from './types.ts';

export interface AdjustDialogProps extends Prices {
  /** The products chosen; null for all there are, or those of a category. */
  ids: number[] | null;
  onClose: () => void;
  onDone: () => void;
}

/** Many prices made from what they are: the outcome is looked at first, and only what was seen is done. */
export function AdjustDialog({ list, ids, onClose, onDone }: AdjustDialogProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const home = useMe().tenant?.currency ?? 'EUR';
  const form = useForm<AdjustValues>({
    defaultValues: {
      percent: null,
      amount: null,
      rounding: 'none',
      category_id: null,
      currency: list?.currency ?? home,
    },
  });
  const values = useWatch({ control: form.control }) as AdjustValues;
  const asked = adjustmentOf(values, { ids, version: list?.version });
  const [seen, setSeen] = useState<{ of: string; outcome: Adjusted } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [looking, setLooking] = useState(false);
  const { act, busy } = useAct<Adjusted>();
  const path = list ? `pricing/lists/${list.id}/adjust` : 'pricing/base-prices/adjust';
  const current = seen?.of === JSON.stringify(asked) ? seen.outcome : null;
  const changes = current?.changed ?? 0;

  const submit = form.handleSubmit(async () => {
    setProblem(null);
    setLooking(true);
    try {
      if (current) await change();
      else {
        const outcome = await request<Adjusted>('POST', path, { body: { ...asked, preview: true } });
        setSeen({ of: JSON.stringify(asked), outcome });
      }
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setLooking(false);
  });

  async function change() {
    await act({
      path,
      body: { ...asked, preview: false },
      done: ({ changed }) =>
        t('pricing.adjust.done', { smart_count: changed, count: format.integer(changed) }),
      refresh: touched,
      answers: 'all',
    });
    onDone();
  }

  const verb = t('pricing.adjust.verb', { smart_count: changes, count: format.integer(changes) });
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>
        {list ? t('pricing.adjust.title', { name: list.name }) : t('pricing.adjust.own_title')}
      </DialogTitle>
      <FormProvider {...form}>
        <form noValidate onSubmit={submit}>
          <DialogContent sx={{ display: 'grid', gap: 4 }}>
            <p style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>{t('pricing.adjust.text')}</p>
            <AdjustFields list={list} ids={ids} currency={values.currency} />
            {seen && <AdjustOutcome outcome={seen.outcome} current={current !== null} />}
            <FormProblem problem={problem} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose} disabled={busy}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              variant="contained"
              disabled={busy || looking || (current !== null && changes === 0)}
            >
              {current ? verb : t('pricing.adjust.preview')}
            </Button>
          </DialogActions>
        </form>
      </FormProvider>
    </Dialog>
  );
}
