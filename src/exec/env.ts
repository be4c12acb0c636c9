/** The environment as an argument: only `main.ts` reads the process's own. */
export type Env = Readonly<Record<string, string | undefined>>;
