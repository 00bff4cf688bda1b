import type { Shape } from '~/api/types.ts';

export type Job = Shape<'JobShape'>;
export type JobDetails = Shape<'JobDetailShape'>;
export type JobFailure = Shape<'JobErrorShape'>;
export type Queue = Shape<'QueueStatsShape'>;
export type WholeTracker = Shape<'TrackerDetailShape'>;
export type EventAside = Shape<'SetAsideShape'>;
export type Schedule = Shape<'ScheduleShape'>;

export const queues = [
  'campaigns',
  'publishing',
  'messaging',
  'stock',
  'attribution',
  'events',
  'default',
] as const;
