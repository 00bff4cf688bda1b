import { useQueryClient } from '@tanstack/react-query';
import { useSetLocale } from 'ra-core';
import { request } from '~/api/request.ts';
import { meKey } from '~/api/session.ts';
import { FactList } from '~/components/FactList.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { languages } from '~/i18n/language.ts';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { MePage } from './MePage.tsx';
import { OwnForm } from './OwnForm.tsx';

/** Name and language, and where one works as what. */
export function Profile() {
  const t = useT();
  const { user, tenants } = useMe();
  const queries = useQueryClient();
  const setLocale = useSetLocale();
  const two = user.locale.slice(0, 2);
  return (
    <MePage open="profile">
      <Columns>
        <Panel title={t('me.profile.title')}>
          <OwnForm<{ name: string; locale: string }>
            defaults={{ name: user.name, locale: two }}
            verb={t('action.save')}
            onSend={async ({ name, locale }) => {
              // A region that the account knows is kept as long as the language stays.
              await request('PATCH', 'me', { body: { name, ...(locale !== two && { locale }) } });
              await queries.invalidateQueries({ queryKey: meKey });
              if (locale !== two) await setLocale(locale);
              toast(t('form.saved'));
            }}
          >
            <TextInput name="name" label={t('auth.your_name')} autoComplete="name" required />
            <SelectInput
              name="locale"
              label={t('me.profile.language')}
              hint={t('me.profile.language_hint')}
              required
              choices={languages.map(({ locale, name }) => ({ value: locale, label: name }))}
            />
          </OwnForm>
        </Panel>
        <Panel title={t('me.profile.places')} flush>
          <FactList
            facts={tenants.map(({ slug, name, role }) => ({
              label: name,
              value: `${t(`frame.role.${role}`)} · ${slug}`,
            }))}
          />
        </Panel>
      </Columns>
    </MePage>
  );
}
