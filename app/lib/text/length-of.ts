/** How long a text is in characters, as the database counts them: an emoji is one. */
export const lengthOf = (text: string): number => [...text].length;
