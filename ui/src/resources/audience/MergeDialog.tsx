import { useGetOne } from 'ra-core';
import { useFormContext, useWatch } from 'react-hook-form';
import { FactList } from '~/components/FactList.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type Contact, contactName, type WholeContact } from './contact.ts';
import { ConsentChip } from './contactColumns.tsx';

interface Values {
  contact_id: number | null;
}

/** Another contact turns out to be the same person and becomes a part of this one. */
export function MergeDialog({
  contact,
  other,
  onClose,
}: {
  contact: Contact;
  other?: number;
  onClose: () => void;
}) {
  const t = useT();
  const { act } = useAct<WholeContact>();
  const name = contactName(contact, t);
  return (
    <FormDialog<Values>
      title={t('audience.merge.title', { name })}
      text={t('audience.merge.text', { name })}
      verb={t('audience.merge.verb')}
      size="sm"
      danger
      defaults={{ contact_id: other ?? null }}
      onClose={onClose}
      onSubmit={async ({ contact_id }) => {
        await act({
          path: `audience/contacts/${contact.id}/merge`,
          body: { contact_id },
          done: t('audience.merge.done'),
          refresh: ['contacts', 'orders', 'audit', 'contact-lists'],
          answers: 'all',
        });
        onClose();
      }}
    >
      <ReferenceInput
        name="contact_id"
        label={t('audience.merge.other')}
        resource="contacts"
        optionLabel={(one: Contact) =>
          [contactName(one, t), one.email, one.phone].filter(Boolean).join(' · ')
        }
        required
      />
      <Gone />
    </FormDialog>
  );
}

/** What the other brings along. */
function Gone() {
  const t = useT();
  const format = useFormat();
  const { control } = useFormContext<Values>();
  const id = useWatch({ control, name: 'contact_id' });
  const { data } = useGetOne<Contact>('contacts', { id: id ?? 0 }, { enabled: id !== null });
  if (!data || id === null) return null;
  return (
    <FactList
      facts={[
        {
          label: t('audience.merge.moves'),
          value: t('audience.merge.orders', {
            smart_count: data.orders_count,
            _: format.integer(data.orders_count),
            spent: format.money(data.spent),
          }),
        },
        { label: t('audience.channel.sms'), value: <ConsentChip contact={data} loud /> },
      ]}
    />
  );
}
