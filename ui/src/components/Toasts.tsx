import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { X } from 'lucide-react';
import { useNotificationContext, useTranslate } from 'ra-core';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { asProblem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { problemWords } from './problemWords.ts';
import { dismissToast, type Toast, toast, toasts } from './toasts.ts';

const STAY_MS = 8_000;

/** Draws the toasts, and takes up what ra-core itself has to say. */
export function Toasts() {
  const list = useSyncExternalStore(toasts.watch, toasts.read);
  useNotificationsOfCore();
  return (
    <Stack role="status" aria-live="polite">
      {list.map((one) => (
        <ToastLine key={one.id} toast={one} />
      ))}
    </Stack>
  );
}

function ToastLine({ toast: one }: { toast: Toast }) {
  const t = useT();
  const [held, setHeld] = useState(false);
  const [undoing, setUndoing] = useState(false);
  useEffect(() => {
    if (held || undoing) return;
    const timer = setTimeout(() => dismissToast(one.id), STAY_MS);
    return () => clearTimeout(timer);
  }, [held, undoing, one.id]);

  async function undo() {
    setUndoing(true);
    try {
      await one.undo?.();
    } catch (thrown) {
      toast(problemWords(asProblem(thrown), t), { tone: 'bad' });
    }
    dismissToast(one.id);
  }

  return (
    <Line
      data-tone={one.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{one.text}</span>
      {one.undo && (
        <Button variant="text" onClick={undo} disabled={undoing}>
          {t('action.undo')}
        </Button>
      )}
      <IconButton aria-label={t('action.close')} onClick={() => dismissToast(one.id)}>
        <X size={16} />
      </IconButton>
    </Line>
  );
}

function useNotificationsOfCore() {
  const translate = useTranslate();
  const { notifications, takeNotification } = useNotificationContext();
  const take = useEffectEvent(() => {
    const notification = takeNotification();
    if (!notification) return;
    const { message, type, notificationOptions } = notification;
    const text = typeof message === 'string' ? translate(message, notificationOptions?.messageArgs) : '';
    if (text) toast(text, { tone: type === 'error' ? 'bad' : 'plain' });
  });
  useEffect(() => {
    if (notifications.length > 0) take();
  }, [notifications]);
}

const Stack = styled('div')(({ theme }) => ({
  position: 'fixed',
  zIndex: theme.zIndex.snackbar,
  left: '50%',
  bottom: 20,
  transform: 'translateX(-50%)',
  display: 'grid',
  gap: 8,
  width: 'max-content',
  maxWidth: 'calc(100vw - 24px)',
}));

const Line = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  minHeight: 44,
  padding: '4px 6px 4px 16px',
  borderRadius: size.radius + 2,
  boxShadow: theme.vars.palette.shadow,
  backgroundColor: theme.vars.palette.text.primary,
  color: theme.vars.palette.background.paper,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '&[data-tone="bad"]': { borderLeft: `4px solid ${theme.vars.palette.bad.text}` },
  '& > span': { flex: 1, marginRight: 8 },
  // On the inverted ground the other appearance's accent would be needed; underlined plain text is clear in both.
  '& .MuiButton-root, & .MuiButton-root:hover': {
    color: 'inherit',
    textDecoration: 'underline',
    textUnderlineOffset: 3,
    backgroundColor: 'transparent',
  },
  '& .MuiIconButton-root, & .MuiIconButton-root:hover': { color: 'inherit', backgroundColor: 'transparent' },
  '& :focus-visible': { outlineColor: 'currentColor !important' },
}));
