import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import type { Webhook } from './types.ts';

export function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const t = useT();
  return (
    <Panel flush>
      <FactList
        facts={[
          { label: t('settings.webhook.events'), value: webhook.event_types.join(', ') },
          { label: t('settings.webhook.failing_since'), value: <DateTime value={webhook.failing_since} /> },
          { label: t('settings.webhook.resume_at'), value: <DateTime value={webhook.resume_at} /> },
          { label: t('settings.webhook.disabled_at'), value: <DateTime value={webhook.disabled_at} /> },
          { label: t('settings.webhook.disabled_reason'), value: webhook.disabled_reason ?? MISSING },
          {
            label: t('settings.webhook.previous_secret'),
            value: <DateTime value={webhook.previous_secret_until} />,
          },
          { label: t('settings.webhook.created_by'), value: actorWords(webhook.created_by, t) },
          { label: t('settings.webhook.created'), value: <DateTime value={webhook.created_at} /> },
          { label: t('settings.webhook.updated'), value: <DateTime value={webhook.updated_at} /> },
        ]}
      />
    </Panel>
  );
}
