import sources from "virtual:help";
import type { HelpPage } from "./text";

/** Every page of the help, in the order of the book. */
export const pages = sources as HelpPage[];
