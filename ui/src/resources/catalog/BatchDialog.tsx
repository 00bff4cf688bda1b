import { InstantInput } from '~/components/form/DayInput.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import type { Batch, Product, UnitPrice } from './types.ts';

interface BatchValues {
  code: string;
  cost: UnitPrice | null;
  received_at: string | null;
}

export interface BatchDialogProps {
  product: Product;
  batch: Batch | undefined;
  onClose: () => void;
}

/** A delivery with its code and its own cost. */
export function BatchDialog({ product, batch, onClose }: BatchDialogProps) {
  const t = useT();
  return (
    <RecordDialog<BatchValues, Batch>
      title={batch ? t('catalog.batch.edit_title', { code: batch.code }) : t('catalog.batch.new')}
      resource="batches"
      {...(batch && { record: batch })}
      defaults={{ code: '', cost: product.cost, received_at: null }}
      fromRecord={({ code, cost, received_at }) => ({ code, cost, received_at })}
      toApi={({ received_at, ...values }) => ({
        ...values,
        ...(received_at && { received_at }),
        ...(!batch && { product_id: product.id }),
      })}
      verb={t(batch ? 'action.save' : 'catalog.batch.add')}
      onSaved={({ code }) => {
        toast(t('catalog.batch.saved', { code }));
        onClose();
      }}
      onClose={onClose}
    >
      <TextInput name="code" label={t('catalog.batch.code')} required autoFocus />
      <MoneyField
        name="cost"
        label={t('catalog.field.cost')}
        currency={batch?.cost?.currency ?? product.currency}
        unitPrice
        hint={t('catalog.batch.cost_hint')}
      />
      <InstantInput
        name="received_at"
        label={t('catalog.field.received')}
        required={batch !== undefined}
        {...(!batch && { hint: t('catalog.batch.received_hint') })}
      />
    </RecordDialog>
  );
}
