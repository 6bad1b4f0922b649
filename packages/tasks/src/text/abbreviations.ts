/**
 * Words with a point that do not end a sentence, by language: those after which a name or a noun with a capital
 * is usual. Such as "etc.", which often end one, are left out.
 */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(
    "Mr. Mrs. Ms. Messrs. Dr. Prof. Rev. Hon. St. Mt. Gen. Col. Capt. Lt. Sgt. Gov. Sen. Rep. vs. e.g. i.e. cf.",
  ),
  de: words(
    "Hr. Fr. Frl. Dr. Prof. Dipl. Ing. Mag. St. Nr. Str. Bd. Abb. Abs. Art. bzw. ca. vgl. evtl. ggf. sog. inkl. Hrsg.",
  ),
  fr: words("MM. Mme. Mlle. Dr. Pr. Me. St. Ste. av. apr. cf. env. vol."),
};

/** A letter and a point, or several such: "J.", "z.B." */
const INITIALS = /^(?:\p{L}\.)+$/u;
/** The number of an item, before its text. */
const ITEM = /^\d+\.$/u;
/** A day or a king, in German. */
const ORDINAL = /^\d{1,2}\.$/u;
/** Not the "s." of "Paul's." */
const LAST_WORD = /(?<![\p{L}\p{N}]['’]?)[\p{L}\p{N}.]+$/u;
const LONGEST = 12;

/** True where a point at the end of `text` is none of a sentence: "Mr.", "z. B.", "J.", "am 3." */
export function endsInAbbreviation(text: string, language: string): boolean {
  if (!text.endsWith(".")) return false;
  const word = LAST_WORD.exec(text.slice(-LONGEST))?.[0] ?? "";
  if (KNOWN[language]?.has(word)) return true;
  if (ITEM.test(text)) return true;
  if (INITIALS.test(word)) return !(language === "en" && word === "I.");
  return language === "de" && ORDINAL.test(word);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
