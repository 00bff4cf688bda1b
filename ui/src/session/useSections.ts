import { useMemo } from 'react';
import { home, railGroups, type Section } from '~/sections.ts';
import { useMe } from './useMe.ts';

/** The rail for this person: groups with what they may see, empty ones left out. */
export function useRail() {
  const me = useMe();
  return useMemo(() => {
    const allowed = ({ capability, feature }: Section) =>
      (!capability || me.capabilities.includes(capability)) && (!feature || me.features[feature] !== false);
    const groups = railGroups
      .map(({ group, sections }) => ({ group, sections: sections.filter(allowed) }))
      .filter(({ sections }) => sections.length > 0);
    return { home, groups, all: [home, ...groups.flatMap(({ sections }) => sections)] };
  }, [me]);
}
