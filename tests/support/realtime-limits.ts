/** Far above what a bench or a proof does: what is measured, or broken, is not to be the limits of a hosted plan. */
export const realtimeLimits = {
  maxConcurrentSockets: 5000,
  maxJoinsPerSecond: 10_000,
  maxEventsPerSecond: 1_000_000,
  maxPresenceEventsPerSecond: 10_000,
};
