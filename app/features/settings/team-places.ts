/** Who is in a team and who leads it, by member. */
export type TeamPlaces = { members: string[]; leads: string[] };

/** What `current` becomes by the changes that were made to `seen`: somebody else may have made others meanwhile. */
function merged(current: string[], seen: string[], wanted: string[]): string[] {
  const kept = current.filter((id) => wanted.includes(id) || !seen.includes(id));
  const added = wanted.filter((id) => !seen.includes(id));
  return [...new Set([...kept, ...added])];
}

/**
 * The places of a team after a form that was filled from `seen` was sent as `wanted`; whoever leads is in the team.
 *
 * @param current as it is by now
 */
export function mergedPlaces(current: TeamPlaces, seen: TeamPlaces, wanted: TeamPlaces): TeamPlaces {
  const members = merged(current.members, seen.members, [...new Set([...wanted.members, ...wanted.leads])]);
  const leads = merged(current.leads, seen.leads, wanted.leads);
  return { members, leads: leads.filter((id) => members.includes(id)) };
}
