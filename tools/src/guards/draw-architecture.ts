import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';
import { arrows } from './arrows.ts';

// Draws architecture.svg, the picture at the top of ARCHITECTURE.md: `node tools/src/guards/draw-architecture.ts`. Packages and
// imports come from arrows.ts, rooms from the folders, so a test can say when the picture is stale.

export const picture = join(root, 'architecture.svg');

interface Box {
  name: string;
  x: number;
  y: number;
  width: number;
  says: string;
}

const boxHeight = 128;
const left = 20;
const gap = 20;

/** Boxes of one row, which share the picture's width by their weights. */
function row(y: number, boxes: readonly { name: string; says: string; weight?: number }[]): Box[] {
  const weights = boxes.map(({ weight = 1 }) => weight);
  const unit = (920 - gap * (boxes.length - 1)) / weights.reduce((sum, weight) => sum + weight, 0);
  let x = left;
  return boxes.map(({ name, says }, index) => {
    const width = Math.round(unit * (weights[index] ?? 1));
    const box = { name, x, y, width, says };
    x += width + gap;
    return box;
  });
}

const source = row(20, [
  { name: 'spec', says: 'one OpenAPI document, written by hand' },
  { name: 'tools', says: 'one run of @hey-api/openapi-ts' },
]);
const built = row(230, [
  { name: 'client', says: 'typed methods, safe transport' },
  { name: 'zod', says: 'validators as zod schemas' },
  { name: 'migrate', says: 'the way to 2023-10-30' },
  { name: 'sandbox', says: 'the API on your machine' },
]);
const proof = row(440, [
  { name: 'contract-tests', says: 'prove that all agree' },
  { name: 'docs', says: 'guides, reference, report' },
  { name: 'package-tests', says: 'install what is packed' },
  { name: 'bench', says: 'sizes and speeds' },
]);

// Folders that say the same in every package.
const notRooms = ['generated', 'test', 'src', 'public', 'styles', 'data'];
const files = repositoryFiles();

/** The folders that a newcomer meets first: the package's own, and those in its `src`. */
function roomsOf(folder: string): string[] {
  const inside = files.flatMap((file) =>
    file.startsWith(`${folder}/`) ? [file.slice(folder.length + 1)] : [],
  );
  const rooms = inside.flatMap((file) => /^(?:src\/)?([\w-]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(rooms)].filter((name) => !notRooms.includes(name)).sort();
}

/** Breaks words into lines of at most `length` characters. */
function wrap(words: readonly string[], length: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 3 <= length)
      lines[lines.length - 1] = `${last} · ${word}`;
    else lines.push(word);
  }
  return lines;
}

function drawBox({ name, x, y, width, says }: Box): string {
  const { folder, mayImport } = arrows[name] ?? { folder: name, mayImport: [] };
  const rooms = wrap(roomsOf(folder), Math.floor((width - 28) / 6.7));
  const imports = mayImport.length === 0 ? 'imports no other package' : `imports ${mayImport.join(', ')}`;
  const isProof = mayImport.length > 1;
  const lines = [
    `<text x="${x + 14}" y="${y + 24}" class="name">${folder}</text>`,
    `<text x="${x + 14}" y="${y + 43}">${says}</text>`,
    ...(isProof ? [] : [`<text x="${x + 14}" y="${y + 60}" class="quiet">${imports}</text>`]),
    ...rooms.map(
      (line, index) =>
        `<text x="${x + 14}" y="${y + (isProof ? 62 : 79) + index * 14}" class="room">${line}</text>`,
    ),
  ];
  return [`<rect x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="8"/>`, ...lines].join('\n  ');
}

const line = (x1: number, y1: number, x2: number, y2: number) =>
  `<path d="M${x1} ${y1} L${x2} ${y2}" marker-end="url(#head)"/>`;
const label = (x: number, y: number, text: string) => `<text x="${x}" y="${y}" class="quiet">${text}</text>`;

export function drawArchitecture(): string {
  const middleOf = ({ x, width }: Box) => x + width / 2;
  const [spec, generation] = source as [Box, Box];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 590" role="img" aria-labelledby="title">
  <title id="title">The spec is generated into client, validators, migrate and sandbox; contract tests, docs, package tests and bench use all of them</title>
  <style>
    text { font: 12px system-ui, sans-serif; fill: #1f2937 }
    .name { font: 600 14px ui-monospace, monospace } .room { font: 11px ui-monospace, monospace } .quiet, .room { fill: #55606e }
    rect { fill: #f6f8fb; stroke: #9aa7b8 } path { stroke: #5b6b80; fill: none } marker path { fill: #5b6b80; stroke: none }
    @media (prefers-color-scheme: dark) { svg { background: #0f1720 } text { fill: #e5eaf1 } .quiet, .room { fill: #a9b5c4 } rect { fill: #18222e; stroke: #51627a } path { stroke: #8a9bb2 } marker path { fill: #8a9bb2 } }
  </style>
  <defs><marker id="head" markerWidth="9" markerHeight="9" refX="7" refY="4" orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>
  ${[...source, ...built, ...proof].map(drawBox).join('\n  ')}
  ${line(spec.x + spec.width, 84, generation.x - 3, 84)}
  ${built.map((box) => line(middleOf(generation), 20 + boxHeight, middleOf(box), box.y - 3)).join('\n  ')}
  ${label(left, 190, 'generates src/generated in each')}
  ${proof.map((box) => line(middleOf(box), box.y, middleOf(box), 230 + boxHeight + 5)).join('\n  ')}
  ${label(150, 405, 'import spec and all of these')}
</svg>
`;
}

if (import.meta.main) writeFileSync(picture, drawArchitecture());
