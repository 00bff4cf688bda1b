import type { Notice } from '~/api/types.ts';
import type { Translate } from '~/i18n/useT.ts';
import { recordPath } from '~/sections.ts';

const said = [
  'campaign_finished',
  'tracker_failed',
  'event_set_aside',
  'webhook_disabled',
  'integrity_broken',
] as const;

/** What a notice says in the reader's language; a kind that is not known here speaks for itself. */
export function noticeWords(notice: Notice, t: Translate): { title: string; text: string | null } {
  const kind = said.find((known) => known === notice.kind);
  if (!kind) return { title: notice.title, text: notice.text };
  const action = String(notice.details.action ?? '');
  const values = {
    error: '',
    ...notice.details,
    action: t(`frame.notices.action.${action}` as Parameters<Translate>[0], {
      _: action.replaceAll('_', ' '),
    }),
  };
  return {
    title: t(`frame.notices.said.${kind}`, values),
    text: t(`frame.notices.said.${kind}_text`, values).trim() || null,
  };
}

/** Where a notice leads: to what it is about. */
export function noticePath(notice: Notice): string | null {
  return notice.link ?? (notice.subject && recordPath(notice.subject.kind, notice.subject.id));
}
