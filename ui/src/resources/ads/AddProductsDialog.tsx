import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import type { Shape } from '~/api/types.ts';
import { InstantInput } from '~/components/form/DayInput.tsx';
import { FormProblem } from '~/components/form/FormProblem.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { saidWords } from '~/components/problemWords.ts';
import { toast } from '~/components/toasts.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type PickedProduct, ProductsPicker } from './ProductsPicker.tsx';
import type { TargetingTabProps } from './TargetingTab.tsx';

interface Times {
  effective_from: string | null;
  effective_to: string | null;
}

/** Refusals that are told in the dialog, at their fields. */
const told = ['before_campaign_start', 'invalid', 'campaign_ended', 'product_unknown', 'targeting_overlaps'];

/** Products found by name or SKU, and from when to when they are targeted. */
export function AddProductsDialog({
  campaign,
  onPast,
  onClose,
}: TargetingTabProps & { onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const [products, setProducts] = useState<PickedProduct[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { act, busy } = useAct<Shape<'TargetingAdded'>>();
  // A draft that should have begun already is offered its start, since that is what was meant.
  const late = campaign.status === 'draft' && Date.parse(campaign.starts_at) < Date.now();
  const form = useForm<Times>({
    defaultValues: { effective_from: late ? campaign.starts_at : null, effective_to: null },
  });

  const add = form.handleSubmit(async (times) => {
    setProblem(null);
    try {
      const answer = await act({
        path: `attribution/ad-campaigns/${campaign.id}/products`,
        body: { product_ids: products.map((product) => product.id), ...times },
        refresh: ['ad-products', 'ad-campaigns'],
        answers: told,
      });
      const counts = {
        smart_count: answer.added.length,
        count: format.integer(answer.added.length),
        skipped: format.integer(answer.skipped_product_ids.length),
      };
      toast(
        t(answer.skipped_product_ids.length > 0 ? 'ads.targeting.added_some' : 'ads.targeting.added', counts),
      );
      onPast(answer.past);
      onClose();
    } catch (thrown) {
      const refusal = asProblem(thrown);
      if (!told.includes(refusal.code)) return;
      for (const { field, message } of refusal.fields)
        if (field === 'effective_from' || field === 'effective_to')
          form.setError(field, { message: saidWords(message, t) });
      setProblem(refusal);
    }
  });

  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('ads.targeting.add')}</DialogTitle>
      <FormProvider {...form}>
        <form noValidate onSubmit={add}>
          <DialogContent sx={{ display: 'grid', gap: 4 }}>
            <ProductsPicker label={t('ads.targeting.products')} value={products} onChange={setProducts} />
            <FieldRow>
              <InstantInput
                name="effective_from"
                label={t('ads.field.effective_from')}
                hint={t('ads.targeting.from_hint')}
              />
              <InstantInput
                name="effective_to"
                label={t('ads.field.effective_to')}
                hint={t('ads.targeting.to_hint')}
              />
            </FieldRow>
            <p style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>
              {t('ads.targeting.past_note')}
            </p>
            <FormProblem problem={problem} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose} disabled={busy}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" variant="contained" disabled={busy || products.length === 0}>
              {t('ads.targeting.add_verb', {
                smart_count: products.length,
                count: format.integer(products.length),
              })}
            </Button>
          </DialogActions>
        </form>
      </FormProvider>
    </Dialog>
  );
}
