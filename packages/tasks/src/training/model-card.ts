import { type Figure, type Judgement, showFigure } from "../evaluation/judgement.ts";
import type { ConfusionMatrix } from "../metrics/confusion-matrix.ts";
import type { ModelConfig, Task, TaskTypes } from "../task.ts";

/** What a model card says besides what the task and the model's config say. */
export interface ModelCard {
  /** The data it was trained on: a name or path. */
  data: string;
  /** The command that trains it again. */
  command: string;
  /** Markdown about the model and its data, such as where they come from and their licence. */
  about?: string | undefined;
  /** What was measured, by split. */
  judgements: Readonly<Record<string, Judgement>>;
}

/** README.md of a model: what it is, what it was made of, how to make it again, how good it is. */
export function modelCard<T extends TaskTypes>(
  task: Task<T>,
  config: ModelConfig<T>,
  { data, command, about, judgements }: ModelCard,
): string {
  const { title, network, facts, pipelineTag } = task.card(config);
  const { training } = config;
  const figures = Object.entries<Figure>(task.figures);
  const splits = Object.entries(judgements);
  return [
    "---",
    `pipeline_tag: ${pipelineTag}`,
    "library_name: unroll",
    "---",
    "",
    `# ${title}`,
    "",
    `${network} for the task \`${task.name}\`, trained with Unroll.`,
    "",
    ...(about ? [about.trim(), ""] : []),
    "| | |",
    "|---|---|",
    ...Object.entries(facts).map(row),
    row(["Data", data]),
    ...(training
      ? [row([`Training ${task.examples}`, training.examples]), row(["Seed", training.seed])]
      : []),
    "",
    "## Figures",
    "",
    row(["Split", capital(task.examples), ...figures.map(([, { label }]) => capital(label))]),
    `|---|---|${"---|".repeat(figures.length)}`,
    ...splits.map(([split, judgement]) =>
      row([
        split,
        judgement.examples,
        ...figures.map(([name, figure]) => showFigure(figure, judgement.figures[name])),
      ]),
    ),
    "",
    ...splits.flatMap(([split, { confusion }]) =>
      confusion ? confusionTable(split, confusion) : [],
    ),
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
    row(["", ...labels]),
    `|---|${"---|".repeat(labels.length)}`,
    ...labels.map((label) => row([label, ...labels.map((name) => confusion[label]?.[name] ?? 0)])),
    "",
  ];
}

/** A row of a Markdown table; an empty cell is one space. */
function row(cells: readonly (string | number)[]): string {
  return `|${cells.map((cell) => (cell === "" ? " |" : ` ${cell} |`)).join("")}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
