import Button from '@mui/material/Button';
import { useT } from '~/i18n/useT.ts';

/** Reads a list on; nothing at all at its end. */
export function MoreButton({ more }: { more: { busy: boolean; load: () => void } | null }) {
  const t = useT();
  if (!more) return null;
  return (
    <div style={{ display: 'flex', justifyContent: 'center', marginTop: 12 }}>
      <Button onClick={more.load} disabled={more.busy}>
        {t('list.more')}
      </Button>
    </div>
  );
}
