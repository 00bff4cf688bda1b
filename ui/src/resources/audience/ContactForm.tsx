import Button from '@mui/material/Button';
import { useState } from 'react';
import { DayInput } from '~/components/form/DayInput.tsx';
import { PairsInput } from '~/components/form/PairsInput.tsx';
import { FieldRow, RecordForm } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { SwitchInput } from '~/components/form/SwitchInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { ConsentInputs } from './ConsentInputs.tsx';
import { CountryInput } from './CountryInput.tsx';
import type { WholeContact } from './contact.ts';
import { type ContactValues, fromContact, newContact, toApi } from './contactValues.ts';
import { languageName } from './languageName.ts';
import { useTags } from './useAudience.ts';
import { WordsInput } from './WordsInput.tsx';

const languages = ['es', 'en', 'fr', 'de', 'it', 'pt', 'ca', 'nl', 'pl', 'sv', 'es-MX', 'pt-BR'];
const zones = Intl.supportedValuesOf('timeZone');

export interface ContactFormProps {
  contact?: WholeContact;
  onSaved: (contact: WholeContact) => void;
  onCancel: () => void;
}

export function ContactForm({ contact, onSaved, onCancel }: ContactFormProps) {
  return (
    <RecordForm<ContactValues, WholeContact>
      resource="contacts"
      {...(contact && { record: contact })}
      defaults={newContact}
      fromRecord={fromContact}
      toApi={(values) => toApi(values, contact)}
      onSaved={onSaved}
      onCancel={onCancel}
    >
      <Person locale={contact?.locale ?? null} />
      {!contact && <OnlyNew />}
    </RecordForm>
  );
}

function Person({ locale }: { locale: string | null }) {
  const t = useT();
  const format = useFormat();
  const offered = locale && !languages.includes(locale) ? [locale, ...languages] : languages;
  return (
    <>
      <TextInput name="name" label={t('audience.field.name')} />
      <FieldRow>
        <TextInput name="email" type="email" label={t('audience.field.email')} />
        <TextInput
          name="phone"
          type="tel"
          label={t('audience.field.phone')}
          hint={t('audience.hint.phone')}
        />
      </FieldRow>
      <FieldRow>
        <CountryInput name="country" label={t('audience.field.country')} />
        <DayInput name="birthday" label={t('audience.field.birthday')} />
      </FieldRow>
      <FieldRow>
        <SelectInput
          name="locale"
          label={t('audience.field.locale')}
          choices={offered.map((value) => ({ value, label: languageName(value, format.locale) }))}
        />
        <SelectInput
          name="timezone"
          label={t('audience.field.timezone')}
          choices={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        />
      </FieldRow>
      <PairsInput name="attributes" label={t('audience.field.attributes')} nameLabel={t('chart.name')} />
    </>
  );
}

/** What has doors of its own once the contact is there. */
function OnlyNew() {
  const t = useT();
  const known = useTags().map(({ tag }) => tag);
  const [shares, setShares] = useState(false);
  return (
    <>
      <WordsInput name="tags" label={t('audience.field.tags')} known={known} />
      <ConsentInputs />
      {shares ? (
        <SwitchInput name="allow_duplicate" label={t('audience.share')} hint={t('audience.share_hint')} />
      ) : (
        <Button variant="text" sx={{ justifySelf: 'start', px: 2 }} onClick={() => setShares(true)}>
          {t('audience.share_ask')}
        </Button>
      )}
    </>
  );
}
