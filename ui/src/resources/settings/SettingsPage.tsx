import type { ReactNode } from 'react';
import { Page } from '~/components/Page.tsx';
import { PageTabs } from '~/components/PageTabs.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';

export interface SettingsPageProps {
  open: 'general' | 'features' | 'webhooks' | 'imports';
  actions?: ReactNode;
  children: ReactNode;
}

/** One of the pages of the settings, with the way to the others. */
export function SettingsPage({ open, actions, children }: SettingsPageProps) {
  const t = useT();
  const seesWebhooks = useCan('webhooks.read');
  const seesMappings = useCan('imports.create');
  const tabs = [
    { name: 'general', label: t('settings.tab.general'), to: '/settings' },
    { name: 'features', label: t('settings.tab.features'), to: '/settings/features' },
    ...(seesWebhooks
      ? [{ name: 'webhooks', label: t('settings.tab.webhooks'), to: '/settings/webhooks' }]
      : []),
    ...(seesMappings ? [{ name: 'imports', label: t('settings.tab.imports'), to: '/settings/imports' }] : []),
  ];
  return (
    <Page title={t('frame.nav.settings')} actions={actions}>
      <PageTabs label={t('frame.nav.settings')} open={open} tabs={tabs} />
      {children}
    </Page>
  );
}
