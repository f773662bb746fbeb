import type { Commands } from "./bindings";

/** The name of a command of the table. */
export type Command = keyof Commands;
/** What a command takes. */
export type Input<N extends Command> = Commands[N]["input"];
/** What a command gives. */
export type Output<N extends Command> = Commands[N]["output"];
