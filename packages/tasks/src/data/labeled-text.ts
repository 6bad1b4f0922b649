/** A text and how it is meant. */
export interface LabeledText {
  readonly text: string;
  readonly label: string;
}
