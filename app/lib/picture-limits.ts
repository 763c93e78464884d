/** How large a picture may be, in bytes and in pixels of a side; as private.picture_limits() of the database has it. */
export type PictureKind = "logo" | "icon" | "avatar";

export const pictureLimits: Record<PictureKind, { bytes: number; side: number }> = {
  logo: { bytes: 256 * 1024, side: 1024 },
  icon: { bytes: 64 * 1024, side: 512 },
  avatar: { bytes: 64 * 1024, side: 512 },
};

export const leastPictureSide = 16;

/** What a picture may be, for a file field. */
export const pictureTypes = "image/png,image/jpeg,image/webp";
