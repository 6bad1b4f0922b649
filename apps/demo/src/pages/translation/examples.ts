/** Sentences to begin with, by the language they are in. Those of the same place say the same. */
const examples: Readonly<Record<string, readonly string[]>> = {
  en: [
    "If it rains tomorrow, we will stay at home.",
    "The weather is beautiful today.",
    "Could you tell me where the station is?",
    "Tom bought a red bicycle. He has never had one before.",
  ],
  de: [
    "Wenn es morgen regnet, bleiben wir zu Hause.",
    "Das Wetter ist heute schön.",
    "Können Sie mir sagen, wo der Bahnhof ist?",
    "Tom hat ein rotes Fahrrad gekauft. Er hatte noch nie eins.",
  ],
};

export function examplesIn(language: string): readonly string[] {
  return examples[language] ?? [];
}

/** Of a text that is an example, the same in another language; any other text as it is. */
export function inLanguage(text: string, from: string, to: string): string {
  return examplesIn(to)[examplesIn(from).indexOf(text)] ?? text;
}
