/** Every state of every machine → how it is told. A state that is not here looks neutral and keeps its own name. */

export type StateTone = 'neutral' | 'planned' | 'moving' | 'good' | 'warn' | 'bad' | 'quiet';
export type Glyph =
  | 'ring'
  | 'clock'
  | 'pause'
  | 'arc'
  | 'dot'
  | 'check'
  | 'bang'
  | 'question'
  | 'cross'
  | 'dash'
  | 'box';

export interface StateLook {
  tone: StateTone;
  glyph: Glyph;
}

const looks = {
  draft: ['neutral', 'ring'],
  pending: ['neutral', 'ring'],
  queued: ['neutral', 'ring'],
  waiting: ['neutral', 'ring'],

  scheduled: ['planned', 'clock'],
  delayed: ['planned', 'clock'],
  invited: ['planned', 'clock'],
  paused: ['planned', 'pause'],

  publishing: ['moving', 'arc'],
  pausing: ['moving', 'arc'],
  finishing: ['moving', 'arc'],
  sending: ['moving', 'arc'],
  in_progress: ['moving', 'arc'],
  claimed: ['moving', 'arc'],
  submitting: ['moving', 'arc'],
  importing: ['moving', 'arc'],
  validating: ['moving', 'arc'],

  published: ['good', 'dot'],
  active: ['good', 'dot'],
  running: ['good', 'dot'],
  locked: ['good', 'dot'],
  confirmed: ['good', 'dot'],
  // A person packing, not a machine moving.
  processing: ['good', 'dot'],
  shipped: ['good', 'dot'],
  delivered: ['good', 'check'],
  subscribed: ['good', 'check'],

  warning: ['warn', 'bang'],
  partially_refunded: ['warn', 'bang'],
  retrying: ['warn', 'bang'],
  stale: ['warn', 'bang'],
  unknown: ['warn', 'question'],

  error: ['bad', 'cross'],
  errored: ['bad', 'cross'],
  failed: ['bad', 'cross'],
  rejected: ['bad', 'cross'],
  undelivered: ['bad', 'cross'],
  dead: ['bad', 'cross'],

  finished: ['quiet', 'check'],
  sent: ['quiet', 'check'],
  completed: ['quiet', 'check'],
  consumed: ['quiet', 'check'],
  succeeded: ['quiet', 'check'],
  expired: ['quiet', 'dash'],
  ended: ['quiet', 'dash'],
  cancelled: ['quiet', 'dash'],
  skipped: ['quiet', 'dash'],
  released: ['quiet', 'dash'],
  refunded: ['quiet', 'dash'],
  inactive: ['quiet', 'dash'],
  unsubscribed: ['quiet', 'dash'],
  revoked: ['quiet', 'dash'],
  archived: ['quiet', 'box'],
} as const satisfies Record<string, [StateTone, Glyph]>;

export type KnownState = keyof typeof looks;

export const knownStates = Object.keys(looks) as KnownState[];

export function isKnownState(state: string): state is KnownState {
  return Object.hasOwn(looks, state);
}

export function stateLook(state: string): StateLook {
  const [tone, glyph] = isKnownState(state) ? looks[state] : (['neutral', 'ring'] as const);
  return { tone, glyph };
}
