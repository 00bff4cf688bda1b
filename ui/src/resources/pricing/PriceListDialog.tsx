import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { useCurrencyChoices } from './currencies.ts';
import type { PriceList } from './types.ts';

interface ListValues {
  name: string;
  kind: PriceList['kind'];
  currency: string;
}

export interface PriceListDialogProps {
  list?: PriceList;
  onSaved?: (list: PriceList) => void;
  onClose: () => void;
}

/** A new price list, or another name and kind for one. */
export function PriceListDialog({ list, onSaved, onClose }: PriceListDialogProps) {
  const t = useT();
  const home = useMe().tenant?.currency ?? 'EUR';
  return (
    <RecordDialog<ListValues, PriceList>
      title={list ? t('pricing.lists.edit_title', { name: list.name }) : t('pricing.lists.new')}
      resource="price-lists"
      {...(list && { record: list })}
      defaults={{ name: '', kind: 'primary', currency: home }}
      fromRecord={({ name, kind, currency }) => ({ name, kind, currency })}
      toApi={({ currency, ...values }) => (list ? values : { ...values, currency })}
      verb={t(list ? 'action.save' : 'pricing.lists.add')}
      onSaved={(saved) => {
        toast(t('pricing.lists.saved', { name: saved.name }));
        onClose();
        onSaved?.(saved);
      }}
      onClose={onClose}
    >
      <TextInput name="name" label={t('pricing.field.list_name')} required autoFocus />
      <SelectInput
        name="kind"
        label={t('pricing.field.kind')}
        required
        choices={(['primary', 'sale'] as const).map((value) => ({
          value,
          label: t(`pricing.kind.${value}`),
        }))}
      />
      <SelectInput
        name="currency"
        label={t('pricing.field.currency')}
        required
        disabled={list !== undefined}
        hint={t('pricing.lists.currency_hint')}
        choices={useCurrencyChoices()}
      />
    </RecordDialog>
  );
}
