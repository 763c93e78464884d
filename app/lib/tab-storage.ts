/** Where a tab keeps words while it is open. Storage may be full or forbidden; then nothing outlives a reload, and nothing breaks. */
export const tabStorage = {
  get(key: string): string | null {
    try {
      return sessionStorage.getItem(`frontroom:${key}`);
    } catch {
      return null;
    }
  },
  /** `null` forgets it. */
  set(key: string, value: string | null): void {
    try {
      if (value === null) sessionStorage.removeItem(`frontroom:${key}`);
      else sessionStorage.setItem(`frontroom:${key}`, value);
    } catch {
      // The page still has it.
    }
  },
  /** Forgets everything, as at signing out. */
  clear(): void {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("frontroom:")) sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  },
};
