import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { useQuery } from '@tanstack/react-query';
import { RotateCcw, X } from 'lucide-react';
import { useId } from 'react';
import { request } from '~/api/request.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { FactList } from '~/components/FactList.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { answerWords } from './answerWords.ts';
import type { DeliveryDetails, Webhook } from './types.ts';

export interface DeliveryDrawerProps {
  webhook: Webhook;
  deliveryId: number;
  onClose: () => void;
}

/** One delivery whole: every attempt with what was answered, and the message that was sent. */
export function DeliveryDrawer({ webhook, deliveryId, onClose }: DeliveryDrawerProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const mayResend = useCan('webhooks.edit');
  const { act, busy } = useAct();
  const list = `webhooks/${webhook.id}/deliveries`;
  const path = `${list}/${deliveryId}`;
  const { data, error, refetch } = useQuery({
    queryKey: [list, 'one', deliveryId],
    queryFn: ({ signal }) => request<DeliveryDetails>('GET', path, { signal }),
  });
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{ paper: { role: 'dialog', 'aria-labelledby': id, sx: { width: 'min(560px, 100vw)' } } }}
    >
      <Head>
        <h2 id={id}>{data?.event_type ?? t('settings.webhook.deliveries')}</h2>
        {data && mayResend && data.status !== 'pending' && (
          <Button
            startIcon={<RotateCcw size={15} />}
            disabled={busy}
            onClick={() =>
              act({ path: `${path}/resend`, done: t('settings.webhook.resent_one'), refresh: [list] })
            }
          >
            {t('settings.webhook.resend')}
          </Button>
        )}
        <IconButton aria-label={t('action.close')} onClick={onClose}>
          <X size={18} strokeWidth={1.7} />
        </IconButton>
      </Head>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <FactList
            facts={[
              {
                label: t('settings.webhook.state'),
                value: (
                  <StateChip state={data.status} label={t(`settings.webhook.delivery.${data.status}`)} />
                ),
              },
              { label: t('settings.webhook.made'), value: <DateTime value={data.created_at} /> },
              { label: t('settings.webhook.next'), value: <DateTime value={data.next_attempt_at} /> },
              { label: t('settings.webhook.gives_up'), value: <DateTime value={data.give_up_at} /> },
            ]}
          />
          <h3>{t('settings.webhook.attempts')}</h3>
          <FactList
            facts={data.attempt_log.map((attempt, i) => ({
              label: `${i + 1}. ${format.instant(attempt.attempted_at)}`,
              value: (
                <>
                  {answerWords(attempt, t)} ·{' '}
                  {t('settings.webhook.took_ms', { ms: format.integer(attempt.duration_ms) })}
                  {attempt.excerpt && <Code tabIndex={0}>{attempt.excerpt}</Code>}
                </>
              ),
            }))}
          />
          <h3>{t('settings.webhook.message')}</h3>
          <Code tabIndex={0} data-wide="">
            {JSON.stringify(data.message, null, 2)}
          </Code>
        </>
      ) : (
        <PageWait />
      )}
    </Drawer>
  );
}

const Head = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '12px 8px 12px 16px',
  borderBottom: `1px solid ${theme.vars.palette.divider}`,
  '& > h2': {
    flex: 1,
    minWidth: 0,
    margin: 0,
    fontSize: '1rem',
    lineHeight: '22px',
    fontWeight: weight.strong,
    overflowWrap: 'anywhere',
  },
  '& ~ h3': { margin: '12px 16px 4px', fontSize: '0.8125rem', lineHeight: '19px', fontWeight: weight.strong },
}));

const Code = styled('pre')(({ theme }) => ({
  margin: '6px 0 0',
  maxHeight: 320,
  overflow: 'auto',
  padding: 10,
  borderRadius: 4,
  fontSize: '0.75rem',
  lineHeight: '18px',
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  backgroundColor: theme.vars.palette.sunken,
  '&[data-wide]': { margin: '0 16px 16px', flex: 'none' },
}));
