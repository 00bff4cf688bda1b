import type { Shape } from '~/api/types.ts';

/** A segment's definition: a tree of groups and conditions, as the API has it. */
export type Node = Shape<'SegmentDraft'>['definition'];
export type Group = Extract<Node, { op: 'all' | 'any' }>;
export type Op = Node['op'];
export type Condition = Exclude<Node, { op: 'all' | 'any' | 'not' }>;

export type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>;

/** What the fields of one kind of condition are given. */
export interface FieldsOf<C extends Condition> {
  condition: C;
  onChange: (condition: C) => void;
}

/** The most that the API takes. */
export const NODES_MOST = 100;
export const DEPTH_MOST = 8;

/** Every kind of condition, in the order in which people look for them. */
export const kinds = [
  'orders',
  'spent',
  'bought',
  'not_ordered',
  'country',
  'tag',
  'in_list',
  'sms_consent',
  'has',
  'birthday',
  'created',
  'source',
  'locale',
  'attribute',
  'everybody',
] as const satisfies readonly Op[];

/** A condition as it starts: what can be presumed is, what must be said is empty. */
export function emptyCondition(op: (typeof kinds)[number]): Condition {
  switch (op) {
    case 'orders':
      return { op, at_least: 1 };
    case 'country':
    case 'tag':
    case 'source':
    case 'locale':
      return { op, any_of: [] };
    case 'in_list':
      return { op, list_ids: [] };
    case 'sms_consent':
      return { op, state: 'granted' };
    case 'has':
      return { op, what: 'phone' };
    case 'attribute':
      return { op, name: '', equals: '' };
    case 'birthday':
      return { op, within: 'this_week' };
    case 'created':
      return { op, within_days: 30 };
    case 'not_ordered':
      return { op, for_days: 90, or_never: false };
    case 'spent':
    case 'bought':
    case 'everybody':
      return { op };
  }
}

const given = (value: unknown) => value !== null && value !== undefined && value !== '';
const some = (values: unknown[] | null | undefined) => (values?.length ?? 0) > 0;

/** Whether something must still be said before a definition can be asked or saved. */
export function isComplete(node: Node): boolean {
  switch (node.op) {
    case 'all':
    case 'any':
      return node.of.length > 0 && node.of.every(isComplete);
    case 'not':
      return isComplete(node.of);
    case 'country':
    case 'tag':
    case 'source':
    case 'locale':
      return some(node.any_of);
    case 'in_list':
      return some(node.list_ids);
    case 'attribute':
      return node.name.trim() !== '' && node.equals !== '';
    case 'birthday':
      return node.within !== 'next_days' || given(node.days);
    case 'created':
      return given(node.within_days) || given(node.since) || given(node.until);
    case 'orders':
    case 'spent':
      return given(node.at_least) || given(node.at_most);
    case 'bought':
      return some(node.product_ids) || some(node.category_ids);
    case 'not_ordered':
      return given(node.since) !== given(node.for_days);
    default:
      return true;
  }
}

/** What is edited always starts with a group: a lone condition is put into one, everybody is an empty one. */
export function asGroup(node: Node): Group {
  if (node.op === 'all' || node.op === 'any') return node;
  return { op: 'all', of: node.op === 'everybody' ? [] : [node] };
}

/** What is sent: a group without conditions leaves everybody, one that holds a single one is no group. */
export function plain(group: Group): Node {
  if (group.op === 'all' && group.of.length === 0) return { op: 'everybody' };
  const [only, second] = group.of;
  return tidy(only && !second ? only : group);
}

/** Days that were not chosen are left out, words have no blanks around them. */
function tidy(node: Node): Node {
  if (node.op === 'all' || node.op === 'any') return { ...node, of: node.of.map(tidy) };
  if (node.op === 'not') return { ...node, of: tidy(node.of) };
  if (node.op === 'created') return { ...node, since: node.since || null, until: node.until || null };
  if (node.op === 'attribute') return { ...node, name: node.name.trim() };
  return node;
}

export function countNodes(node: Node): number {
  if (node.op === 'all' || node.op === 'any')
    return 1 + node.of.reduce((sum, one) => sum + countNodes(one), 0);
  return node.op === 'not' ? 1 + countNodes(node.of) : 1;
}

/** `not` is a switch beside a condition, not a thing of its own. */
export function unwrapped(node: Node): { node: Exclude<Node, { op: 'not' }>; negated: boolean } {
  let [inner, negated] = [node, false];
  while (inner.op === 'not') [inner, negated] = [inner.of, !negated];
  return { node: inner, negated };
}

export function wrapped(node: Node, negated: boolean): Node {
  return negated ? { op: 'not', of: node } : node;
}
