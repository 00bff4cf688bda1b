import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import type { EventAside } from './types.ts';

const looks = {
  retrying: 'retrying',
  given_up: 'dead',
  following: 'waiting',
  discarding: 'skipped',
} as const;

export function AsideChip({ event }: { event: EventAside }) {
  const t = useT();
  return <StateChip state={looks[event.state]} label={t(`jobs.aside.${event.state}`)} quiet />;
}
