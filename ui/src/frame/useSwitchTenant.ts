import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { chooseTenant } from '~/api/tenant.ts';
import { restartLive } from '~/live/live.ts';

/** Another shop: nothing read for the old one stays. */
export function useSwitchTenant() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (slug: string) => {
    chooseTenant(slug);
    navigate('/');
    queries.clear();
    restartLive();
  };
}
