import type { PageEntry } from "../shell/page.ts";

/** All pages in the order of the navigation. The first is shown where the address names none. */
export const pages: readonly [PageEntry, ...PageEntry[]] = [
  { name: "sentiment", title: "Sentiment", load: () => import("./sentiment/page.ts") },
  { name: "translation", title: "Translation", load: () => import("./translation/page.ts") },
  { name: "modes", title: "Modes", load: () => import("./modes/page.ts") },
];
