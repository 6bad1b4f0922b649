/** The tokens chosen so far, the newest one first: what hypotheses begin with alike, they share. */
export class Hypothesis {
  /** Undefined where nothing is chosen yet. */
  readonly before: Hypothesis | undefined;
  /** The newest one. */
  readonly token: number;
  /** How many tokens were chosen. */
  readonly length: number;
  /** Of all of them. */
  readonly logProbability: number;
  /** How the step that chose the token looked at the source; undefined where nobody asked. */
  readonly attention: Float32Array | undefined;

  private constructor(
    before: Hypothesis | undefined,
    token: number,
    logProbability: number,
    attention: Float32Array | undefined,
  ) {
    this.before = before;
    this.token = token;
    this.length = before === undefined ? 0 : before.length + 1;
    this.logProbability = logProbability;
    this.attention = attention;
  }

  /** Nothing is chosen yet. The token that generation starts from is none of its tokens. */
  static start(token: number): Hypothesis {
    return new Hypothesis(undefined, token, 0, undefined);
  }

  /** One token more. */
  with(token: number, logProbability: number, attention: Float32Array | undefined): Hypothesis {
    return new Hypothesis(this, token, logProbability, attention);
  }

  /** The tokens in order. */
  tokens(): number[] {
    const tokens = new Array<number>(this.length);
    for (const each of this.backwards()) tokens[each.length - 1] = each.token;
    return tokens;
  }

  /** The attention of each token in order; empty where nobody asked. */
  attentions(): Float32Array[] {
    const rows: Float32Array[] = [];
    for (const { attention } of this.backwards()) if (attention) rows.push(attention);
    return rows.reverse();
  }

  *backwards(): Generator<Hypothesis, void> {
    for (let each: Hypothesis = this; each.before !== undefined; each = each.before) yield each;
  }
}

/** The longest beginning that all of them have. There is at least one, and all come from the same start. */
export function sharedBeginning(hypotheses: Iterable<Hypothesis>): Hypothesis {
  let ends = new Set(hypotheses);
  while (ends.size > 1) {
    let longest = 0;
    for (const { length } of ends) longest = Math.max(longest, length);
    const shorter = new Set<Hypothesis>();
    for (const end of ends) shorter.add(end.length === longest && end.before ? end.before : end);
    ends = shorter;
  }
  const [shared] = ends;
  return shared as Hypothesis;
}
