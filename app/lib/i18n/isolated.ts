/** Keeps a name of the other writing direction from turning the sentence around it. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
