/** What becomes of a brand colour in the portal, as styles/tokens.css derives it, and how readable words on it are. */

type Oklch = { l: number; c: number; h: number };
type Rgb = [number, number, number];

/** 1 to 21, as WCAG counts; 4.5 is enough for text. */
export type BrandContrast = {
  /** Of white and of dark words on the colour as it was chosen. */
  white: number;
  dark: number;
  /** Of the words that the portal puts on its buttons. */
  button: number;
  use: "dark_words" | "white_words" | "deepened";
};

/** A colour is light from here on, and words on it are dark. */
const lightFrom = 0.7;
/** The lightness under which white words stand out, and the most colour that screens show evenly. */
const [deepest, fullest] = [0.49, 0.2];

export const brandColorPattern = /^#[0-9a-f]{6}$/i;

/** @param hex six digits after a #; null for anything else */
export function brandContrast(hex: string): BrandContrast | null {
  if (!brandColorPattern.test(hex)) return null;
  const rgb = [1, 3, 5].map((place) => linear(Number.parseInt(hex.slice(place, place + 2), 16) / 255)) as Rgb;
  const brand = toOklch(rgb);
  const isLight = brand.l >= lightFrom;
  const white: Rgb = [1, 1, 1];
  const dark = toRgb({ l: 0.22, c: 0.02, h: brand.h });
  const button = toRgb({ ...brand, l: isLight ? brand.l : Math.min(brand.l, deepest), c: Math.min(brand.c, fullest) });
  const ofWhite = contrast(rgb, white);
  return {
    white: ofWhite,
    dark: contrast(rgb, dark),
    button: contrast(button, isLight ? dark : toRgb({ l: 0.995, c: 0, h: brand.h })),
    use: isLight ? "dark_words" : ofWhite >= 4.5 ? "white_words" : "deepened",
  };
}

function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((p, q) => q - p);
  return (light + 0.05) / (dark + 0.05);
}

const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const cut = (value: number): number => Math.min(1, Math.max(0, value));

/** https://bottosson.github.io/posts/oklab */
function toOklch([red, green, blue]: Rgb): Oklch {
  const x = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const y = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const z = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * x - 2.428592205 * y + 0.4505937099 * z;
  const b = 0.0259040371 * x + 0.7827717662 * y - 0.808675766 * z;
  return { l: 0.2104542553 * x + 0.793617785 * y - 0.0040720468 * z, c: Math.hypot(a, b), h: (Math.atan2(b, a) * 180) / Math.PI };
}

/** Linear light, cut to what a screen can show. */
function toRgb({ l, c, h }: Oklch): Rgb {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    cut(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    cut(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    cut(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  ];
}
