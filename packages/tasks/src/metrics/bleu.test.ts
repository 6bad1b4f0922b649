import { DataError } from "@unroll/core";
import { describe, expect, test } from "vitest";
import { type BleuOptions, corpusBleu } from "./bleu.ts";

const hypotheses = [
  "The dog bit the man.",
  "It wasn't surprising.",
  "The man had just bitten him.",
];
const references = [
  ["The dog bit the man.", "The dog had bit the man."],
  ["It was not unexpected.", "No one was surprised."],
  ["The man bit him first.", "The man had bitten the dog."],
];

describe("values that sacreBLEU publishes (mjpost/sacrebleu, Apache 2.0)", () => {
  test.each([
    [
      "Using SacreBLEU from Python",
      references,
      "48.53 82.4/50.0/45.5/37.5 (BP = 0.943 hyp_len = 17 ref_len = 18)",
    ],
    [
      "Variable Number of References",
      [["The dog had bit the man."], ...references.slice(1)],
      "29.44 82.4/42.9/27.3/12.5 (BP = 0.889 hyp_len = 17 ref_len = 19)",
    ],
  ])("README.md, %s", (_, several, expected) => {
    const { score, precisions, ...rest } = corpusBleu(hypotheses, several);
    const shares = precisions.map((precision) => precision.toFixed(1)).join("/");
    expect(
      `${score.toFixed(2)} ${shares} (BP = ${rest.brevityPenalty.toFixed(3)} ` +
        `hyp_len = ${rest.hypothesisLength} ref_len = ${rest.referenceLength})`,
    ).toBe(expected);
  });

  test.each<[BleuOptions, number]>([
    [{}, 48.530827],
    [{ tokenize: "none" }, 49.1919566],
    [{ tokenize: "13a" }, 48.530827],
    [{ smoothing: "none" }, 48.530827],
  ])("test/test_bleu.py, test_corpus_bleu with %o: %d", (options, score) => {
    expect(corpusBleu(hypotheses, references, options).score).toBeCloseTo(score, 6);
  });

  test("test/test_bleu.py, test_corpus_bleu: empty hypotheses give 0", () => {
    expect(corpusBleu(["", "", ""], references)).toEqual({
      score: 0,
      precisions: [0, 0, 0, 0],
      brevityPenalty: 0,
      hypothesisLength: 0,
      referenceLength: 17,
    });
  });

  test.each([
    ["this is a test", "this is a test", 100],
    ["this is a fest", "this is a test", 22.3606797749979],
    ["test", "a test", 36.78794411714425],
    ["a test", "a test", 100],
    ["a little test", "a test", 3.218297948685433],
  ])("test/test_bleu.py, test_raw_bleu and test_effective_order: %s", (text, reference, score) => {
    const raw = { tokenize: "none", smoothing: "floor", effectiveOrder: true } as const;
    const { score: actual } = corpusBleu([text], [reference], { ...raw, smoothingValue: 0.01 });
    expect(actual).toBeCloseTo(score, 12);
  });

  const romanian = "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;";
  const itsReference = "producţia de zahăr brut se exprimă în zahăr alb;";
  test.each<[BleuOptions, number]>([
    [{ smoothing: "exp" }, 8.493],
    [{ smoothing: "none" }, 0],
    [{ smoothing: "floor" }, 4.51688],
    [{ smoothing: "floor", smoothingValue: 0.1 }, 4.51688],
    [{ smoothing: "floor", smoothingValue: 0.5 }, 10.1],
    [{ smoothing: "add-k" }, 14.882],
    [{ smoothing: "add-k", smoothingValue: 1 }, 14.882],
    [{ smoothing: "add-k", smoothingValue: 2 }, 21.389],
    [{ smoothing: "exp", tokenize: "none" }, 7.347],
  ])("test/test_sentence_bleu.py, test_cases, with %o: %d", (options, score) => {
    const sentence = { ...options, effectiveOrder: true };
    // As near as its own test asks for.
    const { score: actual } = corpusBleu([romanian], [itsReference], sentence);
    expect(Math.abs(actual - score)).toBeLessThan(1e-3);
  });

  test.each(["exp", "none", "floor", "add-k"] as const)(
    "test/test_sentence_bleu.py, test_cases_zero_bleu: without a match 0, whatever the smoothing (%s)",
    (smoothing) => {
      const options = { smoothing, effectiveOrder: true };
      expect(corpusBleu(["this is a cat"], ["okay thanks"], options).score).toBe(0);
    },
  );
});

test("capitals count, unless they are to be left out", () => {
  expect(corpusBleu(["THE DOG BIT HIM"], ["the dog bit him"]).score).toBe(0);
  expect(corpusBleu(["THE DOG BIT HIM"], ["the dog bit him"], { lowercase: true }).score).toBe(100);
});

test("of references equally near in length the shorter counts", () => {
  // sacreBLEU 2.6.0: BLEU(force=True).corpus_score(["a b c d e"], [["a b c d e f"], ["a b c d"]])
  const { referenceLength, score } = corpusBleu(["a b c d e"], [["a b c d e f", "a b c d"]]);
  expect(referenceLength).toBe(4);
  expect(score).toBe(100);
});

test("nothing at all scores 0", () => {
  expect(corpusBleu([], []).score).toBe(0);
});

test.each([
  [["a", "b"], ["a"], "there must be references for each hypothesis, got 1 for 2 hypotheses"],
  [["a"], ["a", ["b"]], "got 2 for 1 hypotheses"],
  [["a", "b"], ["a", []], "hypothesis 1 must have a reference, got none"],
  [["a", 3], ["a", "b"], "the hypotheses must be texts in an array, got number at 1"],
  [["a"], [[null]], "the references of hypothesis 0 must be texts in an array, got object at 0"],
])("%j with the references %j is refused", (texts, several, message) => {
  const call = () => corpusBleu(texts as string[], several as string[]);
  expect(call).toThrow(DataError);
  expect(call).toThrow(message);
});
