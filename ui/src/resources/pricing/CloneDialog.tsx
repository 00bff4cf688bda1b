import { useNavigate } from 'react-router';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { PriceList } from './types.ts';

/** Another list with the prices that this one has now. */
export function CloneDialog({ list, onClose }: { list: PriceList; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const { act } = useAct<PriceList>();
  const counted = { smart_count: list.products, count: format.integer(list.products) };

  async function clone({ name }: { name: string }) {
    const made = await act({
      path: `pricing/lists/${list.id}/clone`,
      body: { name },
      done: t('pricing.lists.cloned', { name }),
      refresh: ['price-lists'],
      answers: 'all',
    });
    onClose();
    navigate(`/prices/${made.id}`);
  }

  return (
    <FormDialog<{ name: string }>
      title={t('pricing.lists.clone_title', { name: list.name })}
      text={t('pricing.lists.clone_text', counted)}
      verb={t('pricing.lists.clone_verb')}
      defaults={{ name: t('pricing.lists.clone_name', { name: list.name }) }}
      onSubmit={clone}
      onClose={onClose}
    >
      <TextInput name="name" label={t('pricing.field.list_name')} required autoFocus />
    </FormDialog>
  );
}
