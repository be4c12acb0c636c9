import type { Evidence } from '../evidence.ts';
import { quote } from '../markdown.ts';

/** What the person still has to say, at the top of the page; empty when nothing is missing. */
export function toDo({ repository, note }: Evidence): string {
  const missing = [
    ...(note.why
      ? []
      : ['**why** this scoring function: `kubectl minisched verify --note "…"` (text or a file)']),
    ...(repository ? [] : ['the **repository address**: `kubectl minisched verify --repo https://…`']),
  ];
  if (missing.length === 0) return '';
  return ['> **To do before handing in**', '>', ...missing.map((item) => `> - [ ] ${item}`)].join('\n');
}

/** The first thing to hand in. */
export function repositorySection({ repository }: Evidence): string {
  return `## 1. Repository\n\n${repository ? `<${repository}>` : '_To do: no address was given and git knows none._'}`;
}

/** The fourth thing to hand in: what the policy does is ours to say, why it was chosen is the person's. */
export function noteSection({ note }: Evidence): string {
  const what = note.what ?? 'The policy is not known: step 4 was not played.';
  const why = note.why ? quote(note.why) : '_To do: why this scoring function?_';
  return `## 4. The scoring function, and why\n\n**What it does.** ${what}\n\n**Why.**\n\n${why}`;
}
