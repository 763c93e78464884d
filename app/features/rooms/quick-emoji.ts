/** Offered at once as reactions. */
export const quickEmoji = ["👍", "❤️", "😄", "🎉", "🙏", "👀"] as const;
