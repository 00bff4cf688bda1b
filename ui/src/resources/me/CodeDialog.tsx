import { useQueryClient } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import { meKey } from '~/api/session.ts';
import type { Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';

export interface CodeDialogProps {
  what: 'renew' | 'remove';
  onCodes: (codes: string[]) => void;
  onClose: () => void;
}

/** What a stolen session must not be enough for asks for a code of the app. */
export function CodeDialog({ what, onCodes, onClose }: CodeDialogProps) {
  const t = useT();
  const queries = useQueryClient();
  async function submit({ code }: { code: string }) {
    const body = { code: code.replace(/\s/g, '') };
    if (what === 'renew') {
      onCodes((await request<Shape<'RecoveryCodes'>>('POST', 'me/recovery-codes', { body })).codes);
    } else {
      await request('POST', 'me/second-factor/removal', { body });
      await queries.invalidateQueries({ queryKey: meKey });
      toast(t('me.second_factor.removed'));
    }
    onClose();
  }
  return (
    <FormDialog<{ code: string }>
      title={t(`me.second_factor.${what}_title`)}
      text={t(`me.second_factor.${what}_text`)}
      verb={t(`me.second_factor.${what}_verb`)}
      danger={what === 'remove'}
      defaults={{ code: '' }}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        name="code"
        label={t('auth.totp')}
        hint={t('me.second_factor.or_recovery')}
        autoComplete="one-time-code"
        required
        autoFocus
      />
    </FormDialog>
  );
}
