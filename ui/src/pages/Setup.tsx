import { useLogin } from 'ra-core';
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
  const login = useLogin();
  const defaults: SetupValues = {
    code: '',
    tenant_name: '',
    tenant_slug: '',
    currency: 'EUR',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    name: '',
    email: '',
    password: '',
  };
  async function send(values: SetupValues) {
    await setUp(values);
    await login({ email: values.email, password: values.password });
  }
  return (
    <Entrance title={t('auth.setup_title')} text={t('auth.setup_text')}>
      <EntranceForm<SetupValues> defaults={defaults} verb={t('auth.setup_done')} onSend={send}>
        <TextInput name="code" label={t('auth.setup_code')} required autoFocus />
        <FieldRow>
          <TextInput name="tenant_name" label={t('auth.shop_name')} required />
          <TextInput
            name="tenant_slug"
            label={t('auth.shop_slug')}
            hint={t('auth.shop_slug_hint')}
            required
          />
        </FieldRow>
        <FieldRow>
          <SelectInput name="currency" label={t('auth.currency')} choices={currencies} required />
          <SelectInput name="timezone" label={t('auth.timezone')} choices={zones} required />
        </FieldRow>
        <TextInput name="name" label={t('auth.your_name')} autoComplete="name" required />
        <TextInput name="email" type="email" label={t('auth.email')} autoComplete="username" required />
        <PasswordInput
          name="password"
          label={t('auth.password')}
          hint={t('auth.new_password_hint')}
          autoComplete="new-password"
          required
        />
      </EntranceForm>
    </Entrance>
  );
}
