import { useQueryClient } from '@tanstack/react-query';
import { useLocale } from 'ra-core';
import { useNavigate } from 'react-router';
import { type SetupValues, setUp } from '~/api/entrance.ts';
import { PasswordInput } from '~/components/form/PasswordInput.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from './Entrance.tsx';
import { EntranceForm } from './EntranceForm.tsx';

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' '),
}));
const currencies = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code }));

/** The first shop and its owner, on an empty database. */
export default function Setup() {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const defaults: SetupValues = {
    code: '',
    tenant: { name: '', slug: '', currency: 'EUR', timezone, locale },
    owner: { name: '', email: '', password: '' },
  };
  async function send(values: SetupValues) {
    await setUp(values);
    queries.clear();
    navigate('/');
  }
  return (
    <Entrance title={t('auth.setup_title')} text={t('auth.setup_text')}>
      <EntranceForm<SetupValues> defaults={defaults} verb={t('auth.setup_done')} onSend={send}>
        <TextInput name="code" label={t('auth.setup_code')} required autoFocus />
        <TextInput name="tenant.name" label={t('auth.shop_name')} required />
        <TextInput name="tenant.slug" label={t('auth.shop_slug')} hint={t('auth.shop_slug_hint')} />
        <FieldRow>
          <SelectInput name="tenant.currency" label={t('auth.currency')} choices={currencies} required />
          <SelectInput name="tenant.timezone" label={t('auth.timezone')} choices={zones} required />
        </FieldRow>
        <TextInput name="owner.name" label={t('auth.your_name')} autoComplete="name" required />
        <TextInput name="owner.email" type="email" label={t('auth.email')} autoComplete="username" required />
        <PasswordInput
          name="owner.password"
          label={t('auth.password')}
          hint={t('auth.new_password_hint')}
          autoComplete="new-password"
          required
        />
      </EntranceForm>
    </Entrance>
  );
}
