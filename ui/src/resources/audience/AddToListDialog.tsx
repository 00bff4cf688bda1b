import { useFormContext, useWatch } from 'react-hook-form';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import type { ContactGroup } from './useAudience.ts';
import type { AskedOf } from './useContactActs.tsx';

interface Values {
  into: 'known' | 'new';
  list_id: number | null;
  name: string;
}

/** Contacts put into a list, which may be made on the way. */
export function AddToListDialog({ who, count, onDone, onClose }: AskedOf) {
  const t = useT();
  const format = useFormat();
  const creates = useCan('audience.create');
  const making = useAct<ContactGroup>();
  const { act } = useAct<Shape<'BulkShape'>>();

  async function submit({ into, list_id, name }: Values) {
    const made =
      into === 'new'
        ? await making.act({
            path: 'audience/lists',
            body: { name },
            answers: 'all',
            refresh: ['contact-lists'],
          })
        : null;
    const id = made?.id ?? list_id;
    await act({
      path: `audience/lists/${id}/contacts`,
      body: who,
      done: ({ changed }) => t('audience.to_list.done', { smart_count: changed, _: format.integer(changed) }),
      // Only what was put in just now may be taken out again: some may have been in the list before.
      undoable: ({ changed, contacts }) => changed === contacts,
      undo: () => request('POST', `audience/lists/${id}/contacts/remove`, { body: who }),
      refresh: ['contacts', 'contact-lists'],
      answers: 'all',
    });
    onDone();
  }

  return (
    <FormDialog<Values>
      title={t('audience.to_list.title', { smart_count: count, _: format.integer(count) })}
      verb={t('audience.to_list.verb')}
      defaults={{ into: 'known', list_id: null, name: '' }}
      onClose={onClose}
      onSubmit={submit}
    >
      {creates && (
        <SelectInput
          name="into"
          label={t('audience.to_list.into')}
          required
          choices={(['known', 'new'] as const).map((value) => ({
            value,
            label: t(`audience.to_list.${value}`),
          }))}
        />
      )}
      <Which />
    </FormDialog>
  );
}

function Which() {
  const t = useT();
  const { control } = useFormContext<Values>();
  const into = useWatch({ control, name: 'into' });
  if (into === 'new') return <TextInput name="name" label={t('audience.field.group_name')} required />;
  return (
    <ReferenceInput
      name="list_id"
      label={t('audience.filter.list')}
      resource="contact-lists"
      optionLabel={({ name }: ContactGroup) => name}
      required
    />
  );
}
