import type { ConfusionMatrix } from "../metrics/confusion-matrix.ts";
import type { SentimentConfig } from "./config.ts";
import { SENTIMENT_TASK } from "./config.ts";
import type { SentimentFigures } from "./evaluate.ts";

/** What a model card says. */
export interface SentimentCard {
  config: SentimentConfig;
  /** The data it was trained on: a name or path. */
  data: string;
  /** The command that trains it again. */
  command: string;
  /** Markdown about the model and its data, such as where they come from and their licence. */
  about?: string | undefined;
  /** What was measured, by split. */
  figures: Readonly<Record<string, SentimentFigures>>;
}

/** README.md of a model: what it is, what it was made of, how to make it again, how good it is. */
export function sentimentCard({ config, data, command, about, figures }: SentimentCard): string {
  const { classes, labels, training } = config;
  const answers = Object.entries(labels).map(
    ([label, indices]) => `${label} (${indices.map((index) => classes[index]).join(", ")})`,
  );
  const splits = Object.entries(figures);
  return [
    "---",
    "pipeline_tag: text-classification",
    "library_name: unroll",
    "---",
    "",
    "# Sentiment model",
    "",
    `A bidirectional LSTM for the task \`${SENTIMENT_TASK}\`, trained with Unroll.`,
    "",
    ...(about ? [about.trim(), ""] : []),
    "| | |",
    "|---|---|",
    `| Answers (from classes) | ${answers.join("; ")} |`,
    `| Vocabulary | ${config.vocabularySize} words |`,
    `| Embedding, hidden, pooling | ${config.embeddingSize}, 2 x ${config.hiddenSize}, ${config.pooling} |`,
    `| Data | ${data} |`,
    ...(training
      ? [`| Training texts | ${training.examples} |`, `| Seed | ${training.seed} |`]
      : []),
    "",
    "## Figures",
    "",
    "| Split | Texts | Accuracy | Macro-F1 |",
    "|---|---|---|---|",
    ...splits.map(
      ([split, { examples, accuracy, macroF1 }]) =>
        `| ${split} | ${examples} | ${accuracy.toFixed(4)} | ${macroF1.toFixed(4)} |`,
    ),
    "",
    ...splits.flatMap(([split, { confusion }]) => confusionTable(split, confusion)),
    "## Training",
    "",
    "```sh",
    command,
    "```",
    "",
    ...(training
      ? ["Recipe:", "", "```json", JSON.stringify(training.recipe, null, 2), "```", ""]
      : []),
  ].join("\n");
}

function confusionTable(split: string, confusion: ConfusionMatrix): string[] {
  const labels = Object.keys(confusion);
  return [
    `Confusion on ${split} (rows: the right label, columns: the answer):`,
    "",
    `| | ${labels.join(" | ")} |`,
    `|---|${labels.map(() => "---|").join("")}`,
    ...labels.map((label) => {
      const counts = labels.map((answer) => confusion[label]?.[answer] ?? 0);
      return `| ${label} | ${counts.join(" | ")} |`;
    }),
    "",
  ];
}
