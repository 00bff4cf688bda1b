import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useGetOne } from 'ra-core';
import { useState } from 'react';
import { meKey } from '~/api/session.ts';
import type { TenantInfo } from '~/api/types.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { FactList } from '~/components/FactList.tsx';
import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { currencyName, localeChoices, localeName, zoneChoices } from './places.ts';

interface ShopValues {
  name: string;
  timezone: string;
  locale: string;
}
type Shop = Omit<TenantInfo, 'id'> & { id: string };

/** Name, time zone and language; the currency stays what every sum is kept in. */
export function ShopPanel() {
  const t = useT();
  const { locale } = useFormat();
  const mayEdit = useCan('settings.edit');
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useGetOne<Shop>('shop', { id: 'tenant' });
  const title = t('settings.area.shop');
  return (
    <Panel
      flush
      title={title}
      aside={
        mayEdit &&
        data && (
          <Button aria-label={t('settings.edit_of', { name: title })} onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <FactList
          facts={[
            { label: t('settings.field.name'), value: data.name },
            { label: t('settings.field.slug'), value: <code>{data.slug}</code> },
            { label: t('settings.field.currency'), value: currencyName(data.currency, locale) },
            { label: t('settings.field.timezone'), value: data.timezone.replaceAll('_', ' ') },
            { label: t('settings.field.locale'), value: localeName(data.locale, locale) },
          ]}
        />
      ) : (
        <PageWait />
      )}
      {editing && data && <ShopDialog shop={data} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

function ShopDialog({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const t = useT();
  const { locale } = useFormat();
  const queries = useQueryClient();
  return (
    <RecordDialog<ShopValues, Shop>
      title={t('settings.area.shop')}
      resource="shop"
      record={{ ...shop, id: 'tenant' }}
      defaults={{}}
      fromRecord={({ name, timezone, locale: language }) => ({ name, timezone, locale: language })}
      toApi={(values) => values}
      onClose={onClose}
      onSaved={() => {
        onClose();
        toast(t('form.saved'));
        void queries.invalidateQueries({ queryKey: meKey });
      }}
    >
      <TextInput name="name" label={t('settings.field.name')} required autoFocus />
      <SelectInput
        name="timezone"
        label={t('settings.field.timezone')}
        hint={t('settings.hint.timezone')}
        choices={zoneChoices(shop.timezone)}
        required
      />
      <SelectInput
        name="locale"
        label={t('settings.field.locale')}
        hint={t('settings.hint.locale')}
        choices={localeChoices(shop.locale, locale)}
        required
      />
      <p style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>{t('settings.currency_stays')}</p>
    </RecordDialog>
  );
}
