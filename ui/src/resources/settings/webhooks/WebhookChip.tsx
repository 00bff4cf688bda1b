import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { standing, type Webhook } from './types.ts';

export function WebhookChip({ webhook, quiet = false }: { webhook: Webhook; quiet?: boolean }) {
  const t = useT();
  const state = standing(webhook);
  return <StateChip state={state} label={t(`settings.webhook.is.${state}`)} quiet={quiet} />;
}
