import { allPeers } from "../contenders/peers.ts";
import { threeDigits } from "./figures.ts";
import { type Axis, makeAxis } from "./log-axis.ts";
import type { Row } from "./row.ts";

const LABELS = 240;
const PLOT = 520;
const MARGIN = 24;
const WIDTH = LABELS + PLOT + MARGIN;
const LINE = 22;
const TOP = 80;
const LEGEND_STEP = 132;

/** A colour that is legible on white and on black, and a shape, for each peer. */
const marks: readonly (readonly [colour: string, path: string])[] = [
  ["#d8477f", "M-6,-2H-2V-6H2V-2H6V2H2V6H-2V2H-6Z"],
  ["#0b84d8", "M-5,-5H5V5H-5Z"],
  ["#1a9c5b", "M0,-7L7,0L0,7L-7,0Z"],
  ["#c78a00", "M0,6L6,-5H-6Z"],
  ["#a65bd6", "M-5,0A5,5 0 1 0 5,0A5,5 0 1 0 -5,0Z"],
  ["#e2642c", "M0,-6L6,5H-6Z"],
];

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .heading { font-weight: 600; }
  line { stroke: #8c959f; stroke-opacity: 0.35; }
  .equal { stroke-opacity: 1; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } }
`;

/**
 * How many times as fast Unroll is, as an SVG: a line for each case and mode, a mark for each peer,
 * on a logarithmic axis. Left of 1 the peer is faster. Its background is the page's.
 */
export function drawChart(rows: readonly Row[]): string {
  const axis = makeAxis(
    rows.map(({ ratio }) => ratio),
    LABELS,
    PLOT,
  );
  const sections = groupBy(rows, ({ backend, runtime }) => `${backend}, ${runtime}`);
  const lines: string[] = [];
  const y = () => TOP + (lines.length + 0.5) * LINE;
  for (const [section, ofSection] of sections) {
    lines.push(label(section, y(), "heading"));
    for (const [name, ofLine] of groupBy(ofSection, lineName)) {
      lines.push([label(name, y()), ...ofLine.map((row) => rowMark(row, axis, y()))].join("\n"));
    }
  }
  const height = TOP + lines.length * LINE + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>How many times as fast Unroll is</title><style>${style}</style>`,
    label("Times as fast as the peer (right of 1: Unroll is faster)", 14, "heading"),
    legend(rows),
    ticks(axis, height),
    ...lines,
    "</svg>\n",
  ].join("\n");
}

function groupBy(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  }
  return groups;
}

function lineName({ case: name, mode }: Row): string {
  return mode === "product" ? name : `${name} ${mode}`;
}

function label(words: string, y: number, kind = ""): string {
  return `<text${kind && ` class="${kind}"`} x="8" y="${y + 4}">${escapeText(words)}</text>`;
}

function legend(rows: readonly Row[]): string {
  return allPeers
    .filter((name) => rows.some(({ peer }) => peer === name))
    .map((peer, place) => {
      const x = 14 + place * LEGEND_STEP;
      return `${mark(peer, x, 38, peer)}<text x="${x + 10}" y="42">${escapeText(peer)}</text>`;
    })
    .join("\n");
}

function ticks(axis: Axis, height: number): string {
  return axis.ticks
    .map((tick) => {
      const x = axis.position(tick).toFixed(1);
      const kind = tick === 1 ? ' class="equal"' : "";
      return (
        `<line${kind} x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${height - MARGIN}"/>` +
        `<text x="${x}" y="${TOP - 14}" text-anchor="middle">${tick}</text>`
      );
    })
    .join("\n");
}

function rowMark({ peer, variant, ratio }: Row, axis: Axis, y: number): string {
  const title = `${peer}${variant ? ` (${variant})` : ""}: ${threeDigits(ratio)}`;
  return mark(peer, axis.position(ratio), y, title);
}

function mark(peer: string, x: number, y: number, title: string): string {
  const place = (allPeers as readonly string[]).indexOf(peer);
  const [colour, path] = marks[place] ?? (marks[0] as (typeof marks)[number]);
  return (
    `<path transform="translate(${x.toFixed(1)},${y})" fill="${colour}" d="${path}">` +
    `<title>${escapeText(title)}</title></path>`
  );
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
