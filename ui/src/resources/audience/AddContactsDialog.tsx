import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useGetList } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type Contact, contactName } from './contact.ts';
import type { ContactGroup } from './useAudience.ts';

interface Values {
  contacts: Contact[];
}

/** Contacts found by name and put into a list. */
export function AddContactsDialog({ list, onClose }: { list: ContactGroup; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { act } = useAct<Shape<'BulkShape'>>();
  async function submit({ contacts }: Values) {
    const who = { contact_ids: contacts.map(({ id }) => id) };
    await act({
      path: `audience/lists/${list.id}/contacts`,
      body: who,
      done: ({ changed }) => t('audience.to_list.done', { smart_count: changed, _: format.integer(changed) }),
      undoable: ({ changed }) => changed === contacts.length,
      undo: () => request('POST', `audience/lists/${list.id}/contacts/remove`, { body: who }),
      refresh: ['contacts', 'contact-lists', 'audit'],
      answers: 'all',
    });
    onClose();
  }
  return (
    <FormDialog<Values>
      title={t('audience.lists.add_title', { name: list.name })}
      text={t('audience.lists.add_text')}
      verb={t('audience.to_list.verb')}
      size="sm"
      defaults={{ contacts: [] }}
      onClose={onClose}
      onSubmit={submit}
    >
      <ContactsPick />
    </FormDialog>
  );
}

function ContactsPick() {
  const t = useT();
  const { control } = useFormContext<Values>();
  const { field, fieldState } = useController({
    name: 'contacts',
    control,
    rules: { validate: (chosen) => chosen.length > 0 || t('form.needed') },
  });
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed);
  const found = useGetList<Contact>('contacts', {
    filter: q ? { q } : {},
    pagination: { page: 1, perPage: 25 },
  });
  return (
    <Autocomplete<Contact, true>
      multiple
      options={found.data ?? []}
      loading={found.isFetching}
      value={field.value}
      onChange={(_, contacts) => field.onChange(contacts)}
      onInputChange={(_, next, reason) => reason !== 'reset' && setTyped(next)}
      onBlur={field.onBlur}
      getOptionLabel={(contact) => contactName(contact, t)}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      renderOption={({ key: _, ...props }, contact) => (
        <li key={contact.id} {...props}>
          <span style={{ display: 'grid' }}>
            {contactName(contact, t)}
            <small style={{ color: 'var(--souk-palette-text-secondary)' }}>
              {contact.email ?? contact.phone}
            </small>
          </span>
        </li>
      )}
      filterOptions={(all) => all}
      filterSelectedOptions
      noOptionsText={t('form.nothing')}
      loadingText="…"
      renderInput={(params) => (
        <TextField
          {...params}
          label={t('frame.nav.contacts')}
          inputRef={field.ref}
          error={fieldState.error !== undefined}
          helperText={fieldState.error?.message}
        />
      )}
    />
  );
}
