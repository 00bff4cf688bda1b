import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { SwitchInput } from '~/components/form/SwitchInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { EventTypesInput } from './EventTypesInput.tsx';
import type { Webhook, WebhookWithSecret } from './types.ts';

interface WebhookValues {
  url: string;
  description: string;
  event_types: string[];
  active: boolean;
}

export interface WebhookDialogProps {
  webhook?: Webhook;
  /** Something new comes with its secret, told this once. */
  onSaved: (saved: WebhookWithSecret) => void;
  onClose: () => void;
}

/** An address of one's own and the events it is told of. */
export function WebhookDialog({ webhook, onSaved, onClose }: WebhookDialogProps) {
  const t = useT();
  return (
    <RecordDialog<WebhookValues, WebhookWithSecret>
      title={t(webhook ? 'settings.webhook.edit' : 'settings.webhook.new')}
      resource="webhooks"
      {...(webhook && { record: { ...webhook, secret: '' } })}
      defaults={{ url: '', description: '', event_types: [], active: true }}
      fromRecord={({ url, description, event_types, active }) => ({ url, description, event_types, active })}
      toApi={(values) => values}
      verb={t(webhook ? 'action.save' : 'settings.webhook.create')}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextInput
        name="url"
        type="url"
        label={t('settings.webhook.url')}
        hint={t('settings.webhook.url_hint')}
        required
        autoFocus
      />
      <TextInput name="description" label={t('settings.webhook.description')} />
      <EventTypesInput name="event_types" label={t('settings.webhook.events')} required />
      <SwitchInput name="active" label={t('settings.webhook.active')} />
    </RecordDialog>
  );
}
