import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFeature } from '~/session/useMe.ts';
import { SettingsPage } from '../SettingsPage.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import type { Webhook, WebhookWithSecret } from './types.ts';
import { WebhookChip } from './WebhookChip.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

/** Addresses of one's own that are told of events. */
export function WebhooksPage() {
  const t = useT();
  const mayEdit = useCan('webhooks.edit');
  const isOn = useFeature('webhooks');
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  const add = mayEdit && (
    <Button variant="contained" startIcon={<Plus size={16} />} onClick={() => setAdding(true)}>
      {t('settings.webhook.new')}
    </Button>
  );
  const columns: Column<Webhook>[] = [
    { name: 'url', label: t('settings.webhook.url'), main: true, render: (row) => row.url },
    {
      name: 'state',
      label: t('settings.webhook.state'),
      width: 150,
      sortable: false,
      render: (row) => <WebhookChip webhook={row} quiet />,
    },
    {
      name: 'event_types',
      label: t('settings.webhook.events'),
      minWidth: 180,
      sortable: false,
      render: (row) => row.event_types.join(', '),
    },
    {
      name: 'description',
      label: t('settings.webhook.description'),
      minWidth: 140,
      sortable: false,
      render: (row) => row.description || MISSING,
    },
    {
      name: 'created_at',
      label: t('settings.webhook.created'),
      width: 140,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
  ];
  return (
    <SettingsPage open="webhooks" actions={isOn && add}>
      {isOn ? (
        <List<Webhook>
          resource="webhooks"
          label={t('settings.tab.webhooks')}
          columns={columns}
          defaultSort="created_at"
          search={t('list.search')}
          filters={[{ name: 'active', label: t('settings.webhook.active'), kind: 'flag' }]}
          rowLink={(row) => `/settings/webhooks/${row.id}`}
          empty={
            <EmptyState title={t('settings.webhook.none')} text={t('settings.webhook.none_text')}>
              {add}
            </EmptyState>
          }
        />
      ) : (
        <Panel>
          <EmptyState title={t('settings.webhook.off')} text={t('settings.webhook.off_text')}>
            <Button component={Link} to="/settings/features">
              {t('settings.tab.features')}
            </Button>
          </EmptyState>
        </Panel>
      )}
      {adding && (
        <WebhookDialog
          onClose={() => setAdding(false)}
          onSaved={(saved) => {
            setAdding(false);
            setMade(saved);
          }}
        />
      )}
      {made && (
        <SecretDialog secret={made.secret} onClose={() => navigate(`/settings/webhooks/${made.id}`)} />
      )}
    </SettingsPage>
  );
}
