import { useState } from 'react';
import { useNavigate } from 'react-router';
import { asProblem } from '~/api/problem.ts';
import { request } from '~/api/request.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { AdCampaign, PastEffect } from './campaign.ts';

type Status = AdCampaign['status'];

export interface StatusChange {
  status: Status;
  at?: string | null;
  since?: 'start' | 'now';
  why?: string;
}

const refresh = ['ad-campaigns', 'report'];
/** What Undo goes back to, where there is a way back. */
const inverse: Partial<Record<Status, Status>> = { paused: 'running', running: 'paused' };

/** What can be done with a campaign; `onPast` hears what a change means for credits already given. */
export function useCampaignActs(campaign: AdCampaign, onPast: (past: PastEffect | null) => void) {
  const t = useT();
  const navigate = useNavigate();
  const { act, busy } = useAct<AdCampaign>();
  /** The start that the service asks about: has it run since then? */
  const [sinceWhen, setSinceWhen] = useState<string | null>(null);
  const path = `attribution/ad-campaigns/${campaign.id}`;

  /** True when it is done. */
  async function change(next: StatusChange): Promise<boolean> {
    const back = campaign.status === 'draft' || next.at ? undefined : inverse[next.status];
    try {
      const saved = await act({
        method: 'PATCH',
        path: `${path}/status`,
        body: next,
        version: campaign.version,
        done: t(`ads.done.${next.status}` as Parameters<typeof t>[0], { name: campaign.name }),
        ...(back && {
          undo: ({ version }: AdCampaign) =>
            request('PATCH', `${path}/status`, { body: { status: back }, version }),
        }),
        refresh,
        answers: ['since_when'],
      });
      setSinceWhen(null);
      onPast(saved.past ?? null);
      return true;
    } catch (thrown) {
      const { code, details } = asProblem(thrown);
      if (code === 'since_when') setSinceWhen(String(details.starts_at));
      return false;
    }
  }

  async function remove() {
    try {
      await act({
        method: 'DELETE',
        path,
        done: t('ads.done.deleted', { name: campaign.name }),
        refresh: [],
      });
    } catch {
      return;
    }
    navigate('/ads');
  }

  return { change, remove, busy, sinceWhen, forgetSinceWhen: () => setSinceWhen(null) };
}
