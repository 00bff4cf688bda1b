/** What a webhook hears: single types, all of a kind (`order.*`), or everything (`*`). */
export const EVERYTHING = '*';

export const kindOf = (type: string) => type.slice(0, type.indexOf('.'));
export const allOf = (kind: string) => `${kind}.*`;

export function hears(chosen: readonly string[], type: string): boolean {
  return chosen.includes(EVERYTHING) || chosen.includes(allOf(kindOf(type))) || chosen.includes(type);
}

/** With everything of a kind chosen its single types say nothing more; with everything, nothing else does. */
export function toggled(chosen: readonly string[], one: string): string[] {
  if (chosen.includes(one)) return chosen.filter((each) => each !== one);
  if (one === EVERYTHING) return [EVERYTHING];
  const kind = kindOf(one);
  const rest = one === allOf(kind) ? chosen.filter((each) => kindOf(each) !== kind) : chosen;
  return [...rest.filter((each) => each !== EVERYTHING), one];
}
