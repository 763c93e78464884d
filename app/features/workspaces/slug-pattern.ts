/** The name of a workspace in addresses, as the database's constraint has it: 3 to 40 letters and digits, single hyphens between them. */
export const slugPattern = /^[a-z0-9](-?[a-z0-9]){2,39}$/;
