/** What goes in and out at each time step: "x" for something, a blank for nothing. */
export interface Mode {
  name: string;
  inputs: string;
  outputs: string;
  example: string;
}

export const modes: readonly Mode[] = [
  {
    name: "One to one",
    inputs: "x",
    outputs: "x",
    example: "A vector in, a label out: to classify an image.",
  },
  {
    name: "One to many",
    inputs: "x   ",
    outputs: "xxxx",
    example: "A vector in, a sequence out: to caption an image.",
  },
  {
    name: "Many to one",
    inputs: "xxxx",
    outputs: "   x",
    example: "A sequence in, a label out: the sentiment of a review.",
  },
  {
    name: "Many to many",
    inputs: "xxx  ",
    outputs: "  xxx",
    example: "A sequence in, then another one out: to translate.",
  },
  {
    name: "Many to many, in step",
    inputs: "xxxx",
    outputs: "xxxx",
    example: "A label for each step: of the frames of a video.",
  },
];
