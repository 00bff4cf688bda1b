import { KeyRound, Pause, Pencil, Play, RotateCcw, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import type { DetailAction } from '~/components/DetailPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import type { Delivery, Webhook, WebhookWithSecret } from './types.ts';

const KEPT_MS = 30 * 24 * 3600_000;

/** What can be done with an address now: test, pause, edit, send again what failed, renew its secret, delete. */
export function useWebhookActs(
  webhook: Webhook,
  onEdit: () => void,
  onSecret: (secret: string) => void,
): { actions: DetailAction[]; dialog: React.ReactNode } {
  const t = useT();
  const format = useFormat();
  const mayEdit = useCan('webhooks.edit');
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'rotate' | 'delete' | null>(null);
  const tests = useAct<Delivery>();
  const rotates = useAct<WebhookWithSecret>();
  const resends = useAct<Shape<'Resent'>>();
  const { act, busy } = useAct<Webhook>();
  const path = `webhooks/${webhook.id}`;
  const refresh = ['webhooks', `${path}/deliveries`];
  const put = (active: boolean, version: number) => ({
    method: 'PUT' as const,
    path,
    version,
    body: {
      url: webhook.url,
      event_types: webhook.event_types,
      description: webhook.description,
      active,
    },
    refresh,
  });
  if (!mayEdit) return { actions: [], dialog: null };

  const turn = (active: boolean) =>
    act({
      ...put(active, webhook.version),
      done: t(active ? 'settings.webhook.resumed' : 'settings.webhook.paused'),
      undo: ({ version }) => act(put(!active, version)),
    });
  const actions: DetailAction[] = [
    {
      name: 'test',
      label: t('settings.webhook.test'),
      icon: Send,
      disabled: tests.busy || !webhook.active,
      onAct: () => tests.act({ path: `${path}/test`, done: t('settings.webhook.tested'), refresh }),
    },
    webhook.active
      ? {
          name: 'pause',
          label: t('settings.webhook.pause'),
          icon: Pause,
          disabled: busy,
          onAct: () => turn(false),
        }
      : {
          name: 'resume',
          label: t('settings.webhook.resume'),
          icon: Play,
          primary: true,
          disabled: busy,
          onAct: () => turn(true),
        },
    { name: 'edit', label: t('action.edit'), icon: Pencil, onAct: onEdit },
    {
      name: 'resend',
      label: t('settings.webhook.resend_failed'),
      icon: RotateCcw,
      more: true,
      disabled: resends.busy,
      onAct: () =>
        resends.act({
          path: `${path}/resend_failed`,
          body: { since: new Date(Date.now() - KEPT_MS).toISOString() },
          done: ({ deliveries }) =>
            t('settings.webhook.resent', { smart_count: deliveries, count: format.integer(deliveries) }),
          refresh,
        }),
    },
    {
      name: 'rotate',
      label: t('settings.webhook.rotate'),
      icon: KeyRound,
      more: true,
      onAct: () => setAsking('rotate'),
    },
    {
      name: 'delete',
      label: t('action.delete'),
      icon: Trash2,
      more: true,
      danger: true,
      onAct: () => setAsking('delete'),
    },
  ];
  const close = () => setAsking(null);
  const dialog =
    asking === 'rotate' ? (
      <ConfirmDialog
        title={t('settings.webhook.rotate_ask')}
        text={t('settings.webhook.rotate_text')}
        verb={t('settings.webhook.rotate')}
        busy={rotates.busy}
        onClose={close}
        onConfirm={async () => {
          onSecret((await rotates.act({ path: `${path}/rotate_secret`, refresh })).secret);
          close();
        }}
      />
    ) : asking === 'delete' ? (
      <ConfirmDialog
        title={t('settings.webhook.delete_ask')}
        text={t('settings.webhook.delete_text')}
        verb={t('settings.webhook.delete')}
        danger
        busy={busy}
        onClose={close}
        onConfirm={async () => {
          await act({ method: 'DELETE', path, done: t('settings.webhook.deleted'), refresh: [] });
          navigate('/settings/webhooks');
        }}
      />
    ) : null;
  return { actions, dialog };
}
