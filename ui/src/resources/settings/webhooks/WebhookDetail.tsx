import { useGetOne } from 'ra-core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { DetailPage } from '~/components/DetailPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { Deliveries } from './Deliveries.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import type { Webhook } from './types.ts';
import { useWebhookActs } from './useWebhookActs.tsx';
import { WebhookChip } from './WebhookChip.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';
import { WebhookFacts } from './WebhookFacts.tsx';

export function WebhookDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<Webhook>('webhooks', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('settings.tab.webhooks'), to: '/settings/webhooks' }}>
      {(data) => <Loaded webhook={data} />}
    </RecordPage>
  );
}

/** One address: how it stands, what it was told, and whether it answered. */
function Loaded({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { actions, dialog } = useWebhookActs(webhook, () => setEditing(true), setSecret);
  return (
    <>
      <DetailPage
        title={webhook.url}
        chip={<WebhookChip webhook={webhook} />}
        note={webhook.description}
        crumbs={[
          { label: t('frame.nav.settings'), to: '/settings' },
          { label: t('settings.tab.webhooks'), to: '/settings/webhooks' },
        ]}
        actions={actions}
        tabs={[
          {
            name: 'deliveries',
            label: t('settings.webhook.deliveries'),
            content: <Deliveries webhook={webhook} />,
          },
          { name: 'facts', label: t('settings.webhook.facts'), content: <WebhookFacts webhook={webhook} /> },
        ]}
      />
      {dialog}
      {editing && (
        <WebhookDialog
          webhook={webhook}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            toast(t('form.saved'));
          }}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
