import Button from '@mui/material/Button';
import { useState } from 'react';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { Panel } from '~/components/Panel.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';

/** Closing the shop: nobody enters it any more, and nothing is deleted. */
export function CloseShop() {
  const t = useT();
  const { tenant } = useMe();
  const [asking, setAsking] = useState(false);
  const { act } = useAct();
  if (!tenant) return null;
  return (
    <Panel title={t('settings.close.title')}>
      <p style={{ margin: '0 0 12px', fontSize: '0.8125rem', lineHeight: '19px' }}>
        {t('settings.close.text')}
      </p>
      <Button color="error" variant="outlined" onClick={() => setAsking(true)}>
        {t('settings.close.verb')}
      </Button>
      {asking && (
        <FormDialog<{ slug: string }>
          title={t('settings.close.ask', { name: tenant.name })}
          text={t('settings.close.ask_text')}
          verb={t('settings.close.verb')}
          defaults={{ slug: '' }}
          danger
          onClose={() => setAsking(false)}
          onSubmit={async ({ slug }) => {
            await act({ path: 'settings/tenant/closing', body: { slug }, answers: 'all', refresh: [] });
            window.location.assign('/');
          }}
        >
          <TextInput name="slug" label={t('settings.close.type', { slug: tenant.slug })} required autoFocus />
        </FormDialog>
      )}
    </Panel>
  );
}
